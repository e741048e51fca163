"""Problem catalogues, one module an area: `ENTRIES` maps a code to its `Entry`."""
