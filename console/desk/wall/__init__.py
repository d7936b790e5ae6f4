"""The floor as leads see it: rows, cells, alarms, and what is shown."""
