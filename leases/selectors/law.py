"""The law's dated figures that the clocks of a procedure need, in one query."""

from leases.rules.clocks import CODES
from leases.rules.law import Law
from records.selectors.parameters import parameter_values


def procedure_law() -> Law:
    """Give every value of the parameters of a procedure: a clock takes that of its own day, and stays provable with it."""
    return Law(parameter_values(CODES))
