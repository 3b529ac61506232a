"""Measures the product against the budgets of its design, as ratios in one run."""
