from django.dispatch import Signal

# Sent by `shows.facts` inside the transaction of the step, with `announcement` and
# `rewritten` (a `facts.Rewritten`), so that what listens commits with it or not at all.
# A withdrawal is an announcement too. Not sent by imports, whose shows are new.
announcement_recorded = Signal()
