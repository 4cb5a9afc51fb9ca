"""What registration announces, after the commit of the act.

The sender is the id of the meeting; the arguments are plain values, since rows are stale once the transaction is over.
"""

from __future__ import annotations

from blinker import Namespace

_signals = Namespace()

registered = _signals.signal("registration.registered")
"""Somebody is on the list. Arguments: `registration_id`, `state`, `mode`."""

decided = _signals.signal("registration.decided")
"""A registration has another state. Arguments: `registration_id`, `state`, `mode`, `previous`."""

changed = _signals.signal("registration.changed")
"""Data or mode of a registration changed, or it was erased. Arguments: `registration_id`, `act`."""
