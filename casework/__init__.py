"""The verbs both faces share: load, freeze, cut, flag, report."""
