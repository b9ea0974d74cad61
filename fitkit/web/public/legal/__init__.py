"""Terms of use, privacy, and the processing agreement of gyms."""
