"""Whether an expression names only what there is: metrics, their labels, and values that these labels have had.

Metrics of Lacuna, of processes and Prometheus' own `up` and `ALERTS` are looked at; functions and operators are not.
"""
import re

SELECTOR = re.compile(r"\b(lacuna[\w:]*|process_\w+|up|ALERTS)\b(?:\{([^}]*)\})?")
MATCHER = re.compile(r'(\w+)\s*(=~|!~|!=|=)\s*"((?:[^"\\]|\\.)*)"')
GROUPING = re.compile(r"\b(?:by|without|on|ignoring|group_left|group_right)\s*\(([^)]*)\)")
OF_THE_TARGET = {"job", "instance", "site"}
FREE = OF_THE_TARGET | {"list", "vantage", "route", "code"}  # Their values are not ours to fix.


class Known:
    def __init__(self, series):
        """@param series sets of labels, as Prometheus has them."""
        self.values, self.words = {}, {}
        for labels in series:
            metric = self.values.setdefault(labels["__name__"], {})
            for name, value in labels.items():
                metric.setdefault(name, set()).add(value)
                self.words.setdefault(name, set()).add(value)

    def wrong_series(self, metric, matchers):
        """What is wrong with one selector. @param matchers (label, operator, value)"""
        if metric not in self.values:
            return [f"there is no {metric}"]
        labels, wrong = self.values[metric], []
        for label, operator, value in matchers:
            if label not in labels:
                wrong.append(f"{metric} has no label {label}")
                continue
            # A regular expression is taken apart at its alternatives: each has to be good for something.
            wanted = value.split("|") if operator.endswith("~") else [re.escape(value)]
            wrong += [f"{metric}: {label} never was {one}" for one in wanted
                      if one and not any(re.fullmatch(one.replace("\\\\", "\\"), had) for had in labels[label])]
        return wrong

    def wrong_input(self, metric, labels):
        """Of a series that somebody made up: its labels have to be those of the metric, its values may also be another metric's."""
        there = self.values.get(metric)
        if there is None:
            return [f"there is no {metric}"]
        return ([f"{metric} has no label {name}" for name in sorted(set(labels) - set(there) - OF_THE_TARGET)]
                + [f"{name} never was {value}" for name, value in labels.items() if name not in FREE and value not in self.words.get(name, ())])

    def wrong(self, expression):
        found = SELECTOR.findall(expression)
        if not found:
            return ["no metric is asked for"]
        complaints, there = [], set(OF_THE_TARGET)
        for metric, matchers in found:
            complaints += self.wrong_series(metric, MATCHER.findall(matchers))
            there |= set(self.values.get(metric, {}))
        grouped = {label.strip() for labels in GROUPING.findall(expression) for label in labels.split(",") if label.strip()}
        return complaints + [f"no label {label} to group by" for label in sorted(grouped - there)]

    def labels(self, expression):
        """Of all that an expression asks for."""
        return set().union(OF_THE_TARGET, *(self.values.get(metric, {}) for metric, _ in SELECTOR.findall(expression)))


def selectors(expression):
    """Each series an expression asks for."""
    return [found[0] for found in SELECTOR.finditer(expression)]


def legend_labels(text):
    """{{these}} of a legend."""
    return set(re.findall(r"\{\{\s*(\w+)\s*\}\}", text))


def annotation_labels(text):
    return set(re.findall(r"\$labels\.(\w+)", text))
