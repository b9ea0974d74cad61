"""How everything stands, in all gyms."""
