"""Numbers, intervals, units and the comparison of a claim with a reference. Pure; Pint only in ``units``."""
