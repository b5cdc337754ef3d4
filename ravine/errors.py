"""The one base class of all errors whose message is a sentence for the person who made the mistake."""


class UserError(Exception):
    """A mistake of the user's: the message says what was found, what was expected, and what to do."""


class BuildError(UserError):
    """The website, or something it is made of, could not be built."""
