"""Mail owed and delivered."""
