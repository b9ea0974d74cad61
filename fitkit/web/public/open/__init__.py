"""Opening a gym: four short steps and one real form post at the end."""
