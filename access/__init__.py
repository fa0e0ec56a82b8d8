"""Who may see and do what: accounts, sessions, roles, scope, and the desk through which a person uses the register."""
