"""Pure arithmetic of money: periods and changes of a plan, and cancellation as Israeli law sets it."""
