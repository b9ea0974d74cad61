"""Masav, the banks' clearing house: files of debits that a gym's bank carries out.

There is no interface: a file is made here and sent with Masav's own program. What came back is
marked by hand, for the layout of its answers is not public.
"""
