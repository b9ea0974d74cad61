"""Benches: one file each with ``main() -> dict``; the last line printed is one JSON object.

Keys of the figures end in their unit: ``_ms``, ``_per_s``, ``_kb``, ``_ratio``. Ratios are measured
within one run, so that a busy machine moves both sides.
"""
