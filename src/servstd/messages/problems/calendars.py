from servstd.messages._entry import Entry
ENTRIES={f"CAL{i:03}":Entry("error",("x",""),("x","")) for i in range(60)}
