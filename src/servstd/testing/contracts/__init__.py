"""The contracts: one module a kind of part."""
