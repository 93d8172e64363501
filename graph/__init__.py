"""The case graph: values, statements, snapshot, case."""
