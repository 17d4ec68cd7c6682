"""Measurements that ``make bench`` takes, each in one run on one machine."""
