"""A person's TikTok export becomes a private list of ids, and nothing else of it is left anywhere."""
import json
import subprocess
import sys

from everyday_test import ask
from stand import Stand, stop

SCENARIO = {"seed": 3, "population": {"items": 50, "creators": 10}}
WATCHED = ["7332960275127110954", "7361448925972155679", "7400000000000000001"]
LIKED = ["7400000000000000002", "7332960275127110954"]
# Of days and people that are nowhere else, so that a grep finds what should not be there.
DATE, TIME, WHO = "2019-03-17", "04:13:37", "carola_der_spender"


def link(id):
    return f"https://www.tiktokv.com/share/video/{id}/"


def write_export(folder):
    entries = [{"Date": f"{DATE} {TIME}", "Link": link(id)} for id in WATCHED]
    likes = [{"date": f"{DATE} {TIME}", "link": link(id)} for id in LIKED]
    json_file = folder / "user_data_tiktok.json"
    json_file.write_text(json.dumps({
        "Profile": {"Profile Information": {"ProfileMap": {"userName": WHO}}},
        "Direct Messages": {"Chat History": {"ChatHistory": {f"Chat History with {WHO}:": [
            {"Date": f"{DATE} {TIME}", "From": WHO, "Content": link("7499999999999999999")}]}}},
        "Your Activity": {"Watch History": {"VideoList": entries},
                          "Likes and Favorites": {"Like List": {"ItemFavoriteList": likes}},
                          "Share History": {"ShareHistoryList": [
                              {"Date": f"{DATE} {TIME}", "SharedContent": "live", "Link": f"https://www.tiktok.com/@{WHO}/live"},
                              {"Date": f"{DATE} {TIME}", "SharedContent": "video", "Link": f"https://www.tiktok.com/@{WHO}/video/7400000000000000003"}]}}}))
    texts = folder / "TikTok" / "Je activiteit"
    texts.mkdir(parents=True)
    (texts / "Kijkgeschiedenis.txt").write_text("".join(
        f"Datum: {DATE} {TIME} UTC\nLink: {link(id)}\n\n" for id in WATCHED + ["7400000000000000004"]), encoding="utf-8")
    (texts / "Reacties.txt").write_text(f"Datum: {DATE} {TIME} UTC\nReactie: ik ben {WHO}\n\n", encoding="utf-8")
    return json_file, folder / "TikTok"


def everything(stand):
    """The whole database as text; also what TOAST and sequences hold."""
    return subprocess.run(["pg_dump", "--inserts", stand.url], capture_output=True, text=True, check=True).stdout


def main():
    with Stand(SCENARIO) as stand:
        json_file, folder = write_export(stand.folder)
        done = subprocess.run(stand.command("import", json_file, "--list", "donated"), capture_output=True, text=True)
        assert done.returncode == 0 and "5 videos added" in done.stderr, done.stderr
        assert "links to something that is not a video: 1" in done.stderr, done.stderr
        assert "watch" not in done.stderr.lower() and "lik" not in done.stderr.lower(), done.stderr
        again = subprocess.run(stand.command("import", folder, "--list", "donated"), capture_output=True, text=True)
        assert again.returncode == 0 and "1 videos added, 3 known" in again.stderr, again.stderr
        ids = {row[0] for row in stand.sql("SELECT platform_id FROM item")}
        assert ids == set(WATCHED + LIKED + ["7400000000000000003", "7400000000000000004"]), ids

        dump = everything(stand) + done.stderr + again.stderr
        for trace in (DATE, "2019-03", TIME, WHO, "Kijkgeschiedenis", "user_data", "7499999999999999999", "share/video"):
            assert trace not in dump, trace
        assert stand.sql("SELECT public, selection, question FROM watchlist") == [["f", "3", ""]]
        assert {tuple(row) for row in stand.sql("SELECT source, added_by FROM watchlist_item")} == {("data donation", "command line")}
        assert stand.number("SELECT count(*) FROM item WHERE username IS NOT NULL") == 0
        # Neither the order of the numbers nor the times tell in which order they were seen.
        assert stand.number("SELECT count(*) FROM (SELECT item, lag(item) OVER (ORDER BY platform_id) AS before FROM item"
                            " WHERE platform_id < 7400000000000000004) i WHERE item < before") == 0
        assert stand.number("SELECT count(DISTINCT added_at) FROM watchlist_item") <= 2

        refused(stand, json_file)
        daemon = stand.serve()
        assert ask(stand, "/api/v1/lists/donated")[0] == 404
        assert ask(stand, f"/api/v1/items/tiktok/{WATCHED[0]}")[0] == 404
        assert stop(daemon) in (0, 130), daemon.log.read_text()
        assert DATE not in daemon.log.read_text()
    return 0


def refused(stand, json_file):
    """What would publish a donation, or make its videos look like a sample, is refused and changes nothing."""
    videos = stand.folder / "videos.txt"
    videos.write_text("7300000000000000001\n")
    stand.lacuna("import", videos, "--list", "open", "--selection", "convenience")
    stand.lacuna("import", videos, "--list", "drawn", "--selection", "random", "--private")
    for words in (["--list", "open"], ["--list", "drawn"], ["--list", "new", "--selection", "census"], ["--list", "Bad Slug"], []):
        stand.lacuna("import", json_file, *words, expect=2)
    cut = stand.folder / "cut.json"
    cut.write_text(json_file.read_text()[:-10])
    stand.lacuna("import", cut, "--list", "donated", expect=2)
    other = stand.folder / "other.json"
    other.write_text('{"videos": []}')
    stand.lacuna("import", other, "--list", "donated", expect=2)
    zipped = stand.folder / "export.zip"
    zipped.write_bytes(b"PK\x03\x04rest")
    stand.lacuna("import", zipped, "--list", "donated", expect=2)
    empty = stand.folder / "empty"
    empty.mkdir()
    stand.lacuna("import", empty, "--list", "donated", expect=2)
    assert stand.number("SELECT count(*) FROM watchlist") == 3
    assert stand.number("SELECT count(*) FROM watchlist_item") == 8


if __name__ == "__main__":
    sys.exit(main())
