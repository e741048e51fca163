"""Customer tiers: what is judged, how one rises and falls, why, and what it would be like otherwise.

*Rule:* pure functions of facts, history and date. Tiers differ in standard, never in courtesy.
"""
