"""Escalation: rotas, chains, and who is told what, when.

*Rule:* everything here is a pure function of what is written and of what happened; nobody is told anything from here.
"""

__all__: list[str] = []
