"""Grafana's JSON of the few kinds of panels that the dashboards are made of (schema of Grafana 10 to 12)."""
SOURCE = {"type": "prometheus", "uid": "lacuna-prometheus"}
WIDTH = 24
SCHEMA = 39


def _targets(queries, instant=False, form="time_series"):
    return [{"datasource": SOURCE, "refId": chr(ord("A") + at), "editorMode": "code", "expr": query[0], "legendFormat": query[1] or "__auto",
             "instant": instant, "range": not instant, "format": form} for at, query in enumerate(queries)]


def _panel(kind, title, description, w, h, targets, defaults, options, overrides=()):
    return {"type": kind, "title": title, "description": description, "datasource": SOURCE, "gridPos": {"w": w, "h": h, "x": 0, "y": 0},
            "targets": targets, "fieldConfig": {"defaults": defaults, "overrides": list(overrides)}, "options": options}


def _steps(steps):
    return {"mode": "absolute", "steps": [{"value": value, "color": colour} for value, colour in steps]}


def _override(name, **properties):
    return {"matcher": {"id": "byName", "options": name}, "properties": [{"id": key.replace("__", "."), "value": value}
                                                                         for key, value in properties.items()]}


def _legend():
    return {"showLegend": True, "displayMode": "list", "placement": "bottom", "calcs": []}


def lines(title, queries, unit, description, *, band=(), steps=(), w, h):
    """Step lines: a nominal state of a day is never interpolated. @param band names of the upper and the lower series."""
    overrides = []
    if band:
        overrides = [_override(band[0], custom__lineWidth=0, custom__fillBelowTo=band[1], custom__fillOpacity=20),
                     _override(band[1], custom__lineWidth=0)]
    custom = {"drawStyle": "line", "lineInterpolation": "stepAfter", "lineWidth": 2, "fillOpacity": 0, "showPoints": "never", "spanNulls": False}
    defaults = {"unit": unit, "custom": custom}
    if steps:
        defaults["thresholds"] = _steps(steps)
        custom["thresholdsStyle"] = {"mode": "line"}
    options = {"legend": _legend(), "tooltip": {"mode": "multi", "sort": "none"}}
    return _panel("timeseries", title, description, w, h, _targets(queries), defaults, options, overrides)


def bars(title, queries, unit, description, *, colours=None, w, h):
    """Stacked. @param colours by name of the series."""
    custom = {"drawStyle": "bars", "fillOpacity": 80, "lineWidth": 0, "stacking": {"mode": "normal", "group": "A"}, "showPoints": "never"}
    overrides = [_override(name, color={"mode": "fixed", "fixedColor": colour}) for name, colour in (colours or {}).items()]
    options = {"legend": _legend(), "tooltip": {"mode": "multi", "sort": "none"}}
    return _panel("timeseries", title, description, w, h, _targets(queries), {"unit": unit, "custom": custom}, options, overrides)


def stat(title, queries, unit, description, *, steps=((None, "blue"),), names=None, text="auto", empty=None, w, h):
    """@param names what stands for a value. @param empty what stands where there is nothing."""
    defaults = {"unit": unit, "thresholds": _steps(steps), "color": {"mode": "thresholds"}}
    if names:
        defaults["mappings"] = [{"type": "value", "options": {value: {"text": word} for value, word in names.items()}}]
    if empty:
        defaults["noValue"] = empty
    options = {"reduceOptions": {"calcs": ["lastNotNull"], "fields": "", "values": False}, "orientation": "auto", "textMode": text,
               "colorMode": "value", "graphMode": "none", "justifyMode": "auto", "wideLayout": True, "showPercentChange": False,
               "percentChangeColorMode": "standard"}
    return _panel("stat", title, description, w, h, _targets(queries), defaults, options)


def states(title, queries, description, names, *, w, h):
    """A bar a series over time. @param names value -> (word, colour)"""
    mapping = {"type": "value", "options": {value: {"text": word, "color": colour} for value, (word, colour) in names.items()}}
    defaults = {"mappings": [mapping], "custom": {"fillOpacity": 80, "lineWidth": 0}, "thresholds": _steps(((None, "blue"),)),
                "color": {"mode": "thresholds"}}
    options = {"mergeValues": True, "showValue": "auto", "rowHeight": 0.8, "legend": {**_legend(), "showLegend": False},
               "tooltip": {"mode": "single", "sort": "none"}}
    return _panel("state-timeline", title, description, w, h, _targets(queries), defaults, options)


def table(title, columns, description, key, *, w, h):
    """One row a value of the label `key`. @param columns (query, heading, unit)"""
    targets = _targets([(query, heading) for query, heading, _ in columns], instant=True, form="table")
    names = {f"Value #{target['refId']}": heading for target, (_, heading, _) in zip(targets, columns)}
    if len(columns) == 1:
        names["Value"] = columns[0][1]
    hidden = {name: True for name in ("Time", "__name__", "instance", "job", "site", "alertstate", "kind", "reason")}
    change = [{"id": "joinByField", "options": {"byField": key, "mode": "outer"}}] if len(columns) > 1 else []
    if len(columns) > 1:
        for name in list(hidden):
            hidden.update({f"{name} {number}": True for number in range(1, len(columns) + 1)})
    change.append({"id": "organize", "options": {"excludeByName": hidden, "renameByName": names, "indexByName": {}}})
    overrides = [_override(heading, unit=unit) for _, heading, unit in columns]
    defaults = {"custom": {"align": "auto", "inspect": False, "cellOptions": {"type": "auto"}}, "noValue": "none"}
    options = {"showHeader": True, "cellHeight": "sm"}
    panel = _panel("table", title, description, w, h, targets, defaults, options, overrides)
    panel["transformations"] = change
    return panel


def span(panel, x, y):
    panel["gridPos"].update(x=x, y=y)
    return panel["gridPos"]["h"]


def _variable(name, label, query, *, many, all_of_it):
    variable = {"type": "query", "name": name, "label": label, "datasource": SOURCE, "definition": query, "refresh": 2, "sort": 1,
                "query": {"qryType": 1, "query": query, "refId": name}, "multi": many, "includeAll": all_of_it, "hide": 0, "regex": "",
                "skipUrlSync": False, "options": []}
    if all_of_it:
        variable["current"] = {"selected": True, "text": "All", "value": "$__all"}
    return variable


VARIABLES = {
    "site": lambda: _variable("site", "Site", "label_values(lacuna_build_info, site)", many=True, all_of_it=True),
    "one_site": lambda: _variable("site", "Site", "label_values(lacuna_build_info, site)", many=False, all_of_it=False),
    "lists": lambda: _variable("list", "List", 'label_values(lacuna_items{site=~"$site"}, list)', many=True, all_of_it=True),
    "list": lambda: _variable("list", "List", 'label_values(lacuna_items{site="$site"}, list)', many=False, all_of_it=False)}


def _marks():
    """Events and alerts as marks on every chart."""
    def mark(name, colour, expression, title):
        return {"name": name, "enable": True, "hide": False, "iconColor": colour, "datasource": SOURCE, "expr": expression, "step": "60s",
                "titleFormat": title, "useValueForTime": False}
    return {"list": [
        mark("Events", "orange", 'increase(lacuna_events_total{site=~"$site",'
             'kind=~"list_fell|creator_lost|mass_change|api_silent|schema_changed|arm_void"}[2m]) > 0', "{{kind}}"),
        mark("Alerts", "red", 'ALERTS{site=~"$site",alertname=~"Lacuna.*",alertstate="firing"}', "{{alertname}} {{list}}")]}


class Board:
    def __init__(self, uid, title, description, variables, links=()):
        self.uid, self.title, self.description = uid, title, description
        self.variables, self.links = variables, links
        self.panels, self.y = [], 0

    def row(self, title, panels, repeat=None):
        head = {"type": "row", "title": title, "collapsed": False, "gridPos": {"w": WIDTH, "h": 1, "x": 0, "y": self.y}, "panels": []}
        if repeat:
            head["repeat"] = repeat
        self.panels.append(head)
        self.y += 1
        x = tallest = 0
        for panel in panels:
            if x + panel["gridPos"]["w"] > WIDTH:
                self.y, x, tallest = self.y + tallest, 0, 0
            tallest = max(tallest, span(panel, x, self.y))
            x += panel["gridPos"]["w"]
            self.panels.append(panel)
        self.y += tallest

    def json(self):
        for number, panel in enumerate(self.panels, 1):
            panel["id"] = number
        links = [{"title": title, "url": url, "type": "link", "icon": "external link", "tooltip": "", "tags": [], "asDropdown": False,
                  "targetBlank": True, "includeVars": False, "keepTime": False} for title, url in self.links]
        links.append({"title": "Lacuna", "type": "dashboards", "icon": "dashboard", "tooltip": "", "tags": ["lacuna"], "asDropdown": False,
                      "targetBlank": False, "includeVars": True, "keepTime": True})
        return {"uid": self.uid, "title": self.title, "description": self.description, "tags": ["lacuna"], "timezone": "utc",
                "schemaVersion": SCHEMA, "editable": True, "graphTooltip": 1, "refresh": "1m", "time": {"from": "now-30d", "to": "now"},
                "annotations": _marks(), "templating": {"list": [VARIABLES[name]() for name in self.variables]}, "links": links,
                "panels": self.panels}
