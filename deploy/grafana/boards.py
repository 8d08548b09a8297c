"""The three dashboards, panel by panel: what is asked, in which unit, and what a reader is told of it."""
from panels import Board, bars, lines, stat, states, table

COLOURS = {"retrievable": "#0072b2", "missing": "#d55e00", "unconfirmed": "#a87400", "unknown": "#79756c", "not_measured": "#8a8579",
           "too_young": "#2c8fc4", "excluded": "#a35a86", "not_public": "#4a4740", "lingering": "#7a4a9e"}
HERE = 'site=~"$site"'
LIST = 'site=~"$site",list=~"$list"'


def rate_with_interval(title, selector, **place):
    """The rate as a step line; its interval is the band between two invisible ones."""
    return lines(title, [(f"lacuna_completeness_ratio{{{selector}}}", "rate"),
                         (f"lacuna_completeness_ci_high{{{selector}}}", "upper end"),
                         (f"lacuna_completeness_ci_low{{{selector}}}", "lower end")],
                 "percentunit", "Retrievable of all that count, on the newest day that is not void, with its 95 % interval. The axis "
                 "does not begin at 0. A list without a headline rate has no line.", band=("upper end", "lower end"), **place)


def counts(title, selector, **place):
    return bars(title, [(f"lacuna_items{{{selector}}}", "{{verdict}}")], "short",
                "Videos by verdict on the newest day that is not void.", colours=COLOURS, **place)


def overview():
    board = Board("lacuna-overview", "Lacuna: lists", "What the research API returns of each list of videos known to be public.",
                  variables=("site", "lists"))
    board.row("Now", [
        table("Lists", [(f"lacuna_completeness_ratio{{{LIST}}}", "Completeness", "percentunit"),
                        (f"lacuna_completeness_ci_low{{{LIST}}}", "Lower end", "percentunit"),
                        (f"lacuna_completeness_ci_high{{{LIST}}}", "Upper end", "percentunit"),
                        (f"lacuna_first_ask_ratio{{{LIST}}}", "First ask", "percentunit"),
                        (f"lacuna_coverage_ratio{{{LIST}}}", "Coverage", "percentunit"),
                        (f"lacuna_completeness_day_timestamp_seconds{{{LIST}}} * 1000", "Day", "dateTimeAsIso")],
              "Each list on its newest day that is not void. First ask: the share returned the first time, without asking again. "
              "Coverage: counting videos among the public, settled ones in scope.", "list", w=16, h=8),
        stat("Since the last valid run", [(f'lacuna:valid_run_age_seconds{{{HERE},arm="api"}}', "")], "s",
             "After 26 hours everything shown is stale.", steps=((None, "green"), (26 * 3600, "orange")), w=4, h=8),
        stat("Findings that stand", [(f'sum(lacuna_events_confirmed{{{HERE},kind=~"list_fell|creator_lost|mass_change|api_silent"}})', "")],
             "short", "Confirmed events that have not ended: lists that fell, creators lost, mass changes, a silent API.",
             steps=((None, "green"), (1, "orange")), w=4, h=8)])
    board.row("$list", [
        rate_with_interval("$list: completeness", LIST, w=12, h=8),
        counts("$list: counts", LIST, w=12, h=8)], repeat="list")
    board.row("All lists", [
        lines("Completeness of all lists", [(f"lacuna_completeness_ratio{{{LIST}}}", "{{list}}")], "percentunit",
              "The same rates side by side. Lists are never pooled.", w=12, h=8),
        lines("Confirmed events that stand", [(f"lacuna_events_confirmed{{{LIST}}}", "{{list}}: {{kind}}")], "short",
              "Of each list: videos lost, creators lost, falls.", w=12, h=8)])
    return board


def one_list():
    board = Board("lacuna-list", "Lacuna: one list", "One list in depth.", variables=("one_site", "list"),
                  links=(("The list's page", "${site}/lists/${list}"),))
    selector = 'site="$site",list="$list"'
    board.row("Now", [
        stat("Completeness", [(f"lacuna_completeness_ratio{{{selector}}}", "")], "percentunit", "On the day to the right.", w=5, h=4),
        stat("Interval", [(f"lacuna_completeness_ci_low{{{selector}}}", "from"), (f"lacuna_completeness_ci_high{{{selector}}}", "to")],
             "percentunit", "95 %: the wider of Wilson's and of a bootstrap over creators.", w=7, h=4),
        stat("Day", [(f"lacuna_completeness_day_timestamp_seconds{{{selector}}} * 1000", "")], "dateTimeAsIso",
             "The newest day that is not void (UTC).", w=6, h=4),
        stat("Missing", [(f'lacuna_items{{{selector},verdict="missing"}}', "")], "short",
             "Public, not returned, confirmed. None: the number is not there.", empty="0", w=6, h=4)])
    board.row("Rates", [
        rate_with_interval("Completeness", selector, w=12, h=9),
        lines("If all that is open were missing, or none", [(f"lacuna_range_high_ratio{{{selector}}}", "none missing"),
                                                            (f"lacuna_range_low_ratio{{{selector}}}", "all missing")],
              "percentunit", "The range over unconfirmed and unmeasured public videos.", band=("none missing", "all missing"), w=12, h=9),
        lines("Asked once, and asked again", [(f"lacuna_first_ask_ratio{{{selector}}}", "first ask"),
                                              (f"lacuna_completeness_ratio{{{selector}}}", "with asking again")],
              "percentunit", "Whoever asks once gets the lower of the two.", w=8, h=8),
        lines("Coverage", [(f"lacuna_coverage_ratio{{{selector}}}", "coverage")], "percentunit",
              "Below 95 % there is no headline rate.", steps=((None, "orange"), (0.95, "green")), w=8, h=8),
        lines("The same videos a week before", [(f"lacuna:compared_change:ratio{{{selector}}}", "change")], "percentunit",
              "Change of the rate over videos that count today and counted a week before; from 30 of them.", w=8, h=8)])
    board.row("Counts", [
        counts("By verdict", selector, w=12, h=9),
        bars("Not measured, by reason", [(f"lacuna_items_not_measured{{{selector}}}", "{{reason}}")], "short",
             "On the newest day of all, void or not: our gap, the platform's, or the budget's.", w=12, h=9),
        lines("Events that stand", [(f"lacuna_events_open{{{selector}}}", "{{kind}}"),
                                    (f"lacuna_events_confirmed{{{selector}}}", "{{kind}}, confirmed")], "short",
              "Opened on the first day that shows them, confirmed when sure.", w=24, h=8)])
    return board


def operations():
    board = Board("lacuna-operations", "Lacuna: operation", "Is the audit well, and is it us or them?", variables=("site",))
    api, presence = f'{HERE},probe="tiktok.research"', f'{HERE},probe="tiktok.oembed"'
    board.row("Now", [
        stat("Since the last valid run", [(f"lacuna:valid_run_age_seconds{{{HERE}}}", "{{arm}}")], "s",
             "After 26 hours without a valid API arm everything shown is stale.", steps=((None, "green"), (26 * 3600, "orange")), w=6, h=5),
        stat("Last run took", [(f"lacuna_last_run_duration_seconds{{{HERE}}}", "")], "s", "From its start to its end.", w=3, h=5),
        stat("Database", [(f"lacuna_database_up{{{HERE}}}", "")], "short", "Whether PostgreSQL answered when last asked.",
             steps=((None, "orange"), (1, "green")), names={"0": "away", "1": "there"}, w=3, h=5),
        stat("Partitions reach", [(f"lacuna_partitions_end_timestamp_seconds{{{HERE}}} - on (job, instance, site) lacuna:now_seconds", "")],
             "s", "How far ahead the tables for verdicts are made.", steps=((None, "orange"), (14 * 86400, "green")), w=4, h=5),
        stat("Version", [(f"lacuna_build_info{{{HERE}}}", "{{version}}")], "short", "Of the daemon.", text="name", w=4, h=5),
        stat("Scraped", [(f'up{{{HERE},job="lacuna"}}', "")], "short", "Whether Prometheus reaches the daemon.",
             steps=((None, "orange"), (1, "green")), names={"0": "no", "1": "yes"}, w=4, h=5)])
    board.row("Runs", [
        states("Arms", [(f"lacuna_run_valid{{{HERE}}}", "{{arm}}")], "Whether each arm of the last run was valid.",
               {"0": ("void", "orange"), "1": ("valid", "blue")}, w=12, h=6),
        lines("Quota left", [(f"lacuna_quota_remaining_calls{{{HERE}}}", "{{vantage}} left"),
                             (f"lacuna_quota_calls{{{HERE}}}", "{{vantage}} granted")], "short", "Calls of the day (UTC).", w=12, h=6),
        bars("Not measured, by reason", [(f"sum by (reason) (lacuna_items_not_measured{{{HERE}}})", "{{reason}}")], "short",
             "Over all public lists; what is on two counts twice.", w=12, h=8),
        lines("Events of whole runs", [(f'lacuna_events_open{{{HERE},list=""}}', "{{kind}}")], "short",
              "Void arms, mass changes, silence, vantages that disagree, schema changes.", w=12, h=8)])
    board.row("Calls", [
        bars("API calls an hour, by outcome", [(f"sum by (outcome) (increase(lacuna_calls_total{{{api}}}[1h]))", "{{outcome}}")], "short",
             "Each costs quota, whatever came back.", w=12, h=8),
        bars("Presence readings an hour, by outcome", [(f"sum by (outcome) (increase(lacuna_calls_total{{{presence}}}[1h]))", "{{outcome}}")],
             "short", "One video a call.", w=12, h=8),
        lines("Time of a call", [(f"histogram_quantile({q}, sum by (le, probe) (increase(lacuna_call_duration_seconds_bucket{{{HERE}}}[1d])))",
                                  f"{{{{probe}}}} {name}") for q, name in ((0.5, "median"), (0.95, "95 %"))], "s",
              "Until the whole answer; over a day.", w=8, h=8),
        lines("Failed of a day's calls", [(f"lacuna:calls_failed:ratio1d{{{HERE}}}", "{{probe}}")], "percentunit",
              "Calls whose answer says nothing, of all of the last 24 hours; from 20.", w=8, h=8),
        lines("Contradicted", [(f"increase(lacuna_calls_contradicted_total{{{HERE}}}[1d])", "calls"),
                               (f"increase(lacuna_items_dropped_total{{{HERE}}}[1d])", "videos they had dropped")], "short",
              "Calls that a later one of the same day contradicted.", w=8, h=8)])
    board.row("Controls", [
        bars("Controls of a day, by outcome", [(f"sum by (probe, kind, outcome) (increase(lacuna_controls_total{{{HERE}}}[1d]))",
                                                "{{probe}} {{kind}} {{outcome}}")], "short",
             "Videos of known outcome that were asked to test a call.", w=12, h=8),
        lines("Answered wrongly", [(f"lacuna:controls_failed:ratio1d{{{HERE}}}", "{{probe}} {{kind}}")], "percentunit",
              "Of the controls that were answered within 24 hours; from 5.", w=12, h=8)])
    board.row("HTTP and process", [
        lines("Answers a second", [(f"sum by (code) (rate(lacuna_http_requests_total{{{HERE}}}[5m]))", "{{code}}")], "reqps",
              "By status.", w=8, h=8),
        lines("Time of an answer", [(f"histogram_quantile({q}, sum by (le) (rate(lacuna_http_request_duration_seconds_bucket{{{HERE}}}[5m])))",
                                     name) for q, name in ((0.5, "median"), (0.99, "99 %"))], "s", "From a request's header to its answer.",
              w=8, h=8),
        lines("Answers by route", [(f"topk(10, sum by (route) (rate(lacuna_http_requests_total{{{HERE}}}[5m])))", "{{route}}")], "reqps",
              "The ten busiest.", w=8, h=8),
        lines("Memory", [(f'process_resident_memory_bytes{{{HERE},job="lacuna"}}', "resident")], "bytes", "Of the daemon.", w=8, h=7),
        lines("Processor", [(f'rate(process_cpu_seconds_total{{{HERE},job="lacuna"}}[5m])', "cores")], "short", "Cores in use.", w=8, h=7),
        lines("File descriptors", [(f'process_open_fds{{{HERE},job="lacuna"}}', "open"),
                                   (f'process_max_fds{{{HERE},job="lacuna"}}', "at most")], "short", "Each connection has one.", w=8, h=7)])
    board.row("Alerts", [
        table("Firing", [(f'ALERTS{{{HERE},alertname=~"Lacuna.*",alertstate="firing"}}', "Firing", "short")],
              "Alerts of Prometheus that fire now. Empty: none.", "alertname", w=24, h=7)])
    return board


BOARDS = (overview, operations, one_list)
