from servstd.messages._entry import Entry
ENTRIES={f"TIM{i:03}":Entry("error",("x",""),("x","")) for i in range(60)}
