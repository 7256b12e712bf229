"""The checks of a whole scenario: each looks at one kind of mistake that no element shows alone."""

CHECKS = ()
