"""Forms about breakout groups."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from foundation.form_fields import BlockField, Form, LineField, Needed

INPUT_LENGTH = 2000


class QuickInputForm(Form):
    """The next point, on one line."""

    text = LineField(_l("What was said"), maximum=INPUT_LENGTH, validators=[Needed(_l("Write what was said."))])


class InputForm(Form):
    """A point as it is corrected."""

    text = BlockField(_l("What was said"), maximum=INPUT_LENGTH, validators=[Needed(_l("Write what was said."))])
