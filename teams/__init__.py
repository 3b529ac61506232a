"""People: workspaces, members, roles, invitations, tokens."""
