"""The plans a gym sells: cards by kind, an editor that shows what the member gets, retire and restore."""
