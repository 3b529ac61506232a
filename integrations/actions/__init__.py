"""Every write of the integrations."""
