"""The app under a person's hands: keys, mouse, pastes, and words that are never markup."""

from contextlib import closing

import pytest
from textual.css.query import NoMatches
from textual.widgets import Button, DataTable, Input, OptionList, Select

from agents.evaluator.offline import OfflineEvaluator
from agents.scorecard import Citation, Scorecard
from agents.transcript import Turn
from evals.labels.answers import read_answers
from simulator.events import Answered, AwaitingAnswer, Failed, Finished, Observed, Spoke, TimeUp, TimeWarning
from simulator.paths import Paths
from simulator.setup import Setup
from simulator.store import Store
from tests.conftest import until
from tests.fakes import RUBRIC, STORY, said, setup
from tests.tui.fakes import QUESTION, asked, keep_finished, keep_unfinished, opened
from tui.app import InterviewApp
from tui.base import OpenReport
from tui.screens.confirm import ConfirmScreen
from tui.screens.guide import GuideScreen
from tui.screens.history import HistoryScreen
from tui.screens.interview import InterviewScreen
from tui.screens.own_marks import OwnMarksScreen
from tui.screens.report import ReportScreen
from tui.screens.setup import SetupScreen
from tui.widgets.answer import AnswerBox
from tui.widgets.clock import ClockFace
from tui.widgets.note_panel import NotePanel
from tui.widgets.talk import Talk
from tui.widgets.text import Text


def on_screen(app: InterviewApp) -> str:
    """All words on the screen."""
    return "\n".join(strip.text for strip in app.screen._compositor.render_strips())


def stored_card(paths: Paths) -> Scorecard:
    """The scorecard of the interview that `keep_finished` keeps."""
    with closing(Store(paths.sessions)) as store:
        card = store.record("20260203").scorecard
    assert card is not None
    return card


async def test_the_heavy_imports_begin_after_the_first_screen(paths: Paths) -> None:
    async with opened(paths) as (_, app, host):
        assert isinstance(app.screen, SetupScreen)
        await until(lambda: host.history == ["start"])


async def test_quitting_before_a_screen_is_ready_is_not_an_error(paths: Paths) -> None:
    async with opened(paths) as (_, app, _):
        app.exit()
        app._handle_exception(NoMatches("the form is gone"))  # what a worker that was still building it runs into
        assert (app.failure, app.return_code) == (None, 0)


async def test_start_with_what_was_chosen(paths: Paths) -> None:
    async with opened(paths, *asked()) as (pilot, app, host):
        app.screen.query_one("#persona", Select).value = "sceptical-executive"
        app.screen.query_one("#question", Select).value = "setback"
        app.screen.query_one("#minutes", Input).value = "10"
        app.screen.query_one("#mode", Select).value = "learning"
        await pilot.press("f5")
        await pilot.pause()
        chosen = host.history[-1]
        assert isinstance(chosen, Setup)
        assert (chosen.persona.name, chosen.question.name) == ("sceptical-executive", "setback")
        assert (chosen.minutes, chosen.mode) == (10, "learning")
        assert isinstance(app.screen, InterviewScreen)
        await until(lambda: QUESTION.text in on_screen(app))


async def test_the_default_is_fifteen_minutes_with_the_warm_mentor_and_empty_is_untimed(paths: Paths) -> None:
    async with opened(paths, *asked()) as (pilot, app, host):
        assert app.screen.query_one("#minutes", Input).value == "15"
        app.screen.query_one("#minutes", Input).value = ""
        await pilot.click("#start")
        await pilot.pause()
        await until(lambda: isinstance(host.history[-1], Setup))
        chosen = host.history[-1]
        assert isinstance(chosen, Setup)
        assert chosen.minutes is None
        assert chosen.persona.name == "warm-mentor"


async def test_minutes_that_cannot_be_are_said_and_nothing_starts(paths: Paths) -> None:
    async with opened(paths) as (pilot, app, host):
        app.screen.query_one("#minutes", Input).value = "soon"
        await pilot.press("f5")
        await pilot.pause()
        await until(lambda: isinstance(app.screen, SetupScreen))
        await until(lambda: host.history == ["start"])
        await until(lambda: "number greater than 0" in " ".join(n.message for n in app._notifications))


async def test_enter_sends_and_other_keys_break_the_line(paths: Paths) -> None:
    async with opened(paths, *asked(), launch=setup()) as (pilot, app, host):
        await pilot.press("I", "ctrl+j", "d", "o", "shift+enter", "t")
        await until(lambda: app.screen.query_one(AnswerBox).text == "I\ndo\nt")
        await pilot.press("enter")
        await pilot.pause()
        await until(lambda: ("answer", "I\ndo\nt") in host.session.history)


async def test_an_empty_answer_is_not_sent(paths: Paths) -> None:
    async with opened(paths, *asked(), launch=setup()) as (pilot, _, host):
        await pilot.press("space", "enter")
        await pilot.pause()
        assert "answer" not in [step[0] for step in host.session.history]


async def test_what_is_typed_reaches_the_session_as_a_draft_and_a_draft_comes_back(paths: Paths) -> None:
    async with opened(paths, Spoke(0, QUESTION), AwaitingAnswer(1, "I was"), launch=setup()) as (pilot, app, host):
        assert app.screen.query_one(AnswerBox).text == "I was"
        await pilot.press("!")
        await until(lambda: ("draft", "I was!") in host.session.history)


async def test_a_cut_answer_leaves_the_box(paths: Paths) -> None:
    async with opened(paths, *asked(), launch=setup()) as (pilot, app, host):
        await pilot.press("x")
        host.deliver(Answered(1, Turn(speaker="candidate", text="x", cut=True)))
        await pilot.pause()
        await until(lambda: app.screen.query_one(AnswerBox).text == "")
        await until(lambda: "x (cut)" in on_screen(app))


async def test_an_interview_that_is_over_while_a_question_stands_over_it(paths: Paths) -> None:
    keep_finished(paths)
    card = stored_card(paths)
    async with opened(paths, *asked(), launch=setup()) as (pilot, app, host):
        await pilot.press("f8")
        await until(lambda: isinstance(app.screen, ConfirmScreen))
        host.deliver(Finished("20260203-101500-abcd", "time", card))
        await until(lambda: isinstance(app.screen, InterviewScreen) and "Press Enter to read the report" in on_screen(app))
        await pilot.press("escape")
        await until(lambda: isinstance(app.screen, SetupScreen))


EVIL = "[bold red]not bold[/] [link=http://x]y[/link] \x1b[31m<b>&amp; $var @click=app.quit [/]"


async def test_nobodys_words_are_markup(paths: Paths) -> None:
    async with opened(paths, *asked(EVIL), launch=setup(), size=(120, 40)) as (pilot, app, host):
        host.deliver(Answered(1, Turn(speaker="candidate", text=EVIL)))
        host.deliver(TimeWarning(EVIL, 100))
        host.deliver(Failed(EVIL))
        await pilot.pause()
        shown = on_screen(app)
        assert shown.count("[bold red]not bold[/] [link=http://x]y[/link] [31m<b>&amp; $var @click=app.quit [/]") >= 3
        assert "\x1b" not in shown


async def test_pause_hides_the_talk_and_stops_the_clock(paths: Paths) -> None:
    async with opened(paths, *asked(), launch=setup()) as (pilot, app, host):
        await pilot.press("h", "f4")
        await pilot.pause()
        await until(lambda: host.session.history[-1] == ("pause",))
        await until(lambda: not app.screen.query_one(Talk).visible)
        await pilot.press("x", "enter")
        await until(lambda: app.screen.query_one(AnswerBox).text == "h")
        await pilot.press("f4")
        await pilot.pause()
        await until(lambda: host.session.history[-1] == ("unpause",))
        await until(lambda: app.screen.query_one(Talk).visible)


async def test_ask_to_repeat(paths: Paths) -> None:
    async with opened(paths, *asked(), launch=setup()) as (pilot, _, host):
        await pilot.press("f3")
        await until(lambda: host.session.history[-1] == ("ask_again",))


async def test_ending_early_is_asked_about_first(paths: Paths) -> None:
    async with opened(paths, *asked(), launch=setup()) as (pilot, app, host):
        await pilot.press("f8")
        await pilot.pause()
        await until(lambda: isinstance(app.screen, ConfirmScreen))
        await pilot.press("escape")
        await pilot.pause()
        assert ("end", "") not in host.session.history
        await pilot.press("f8", "y")
        await pilot.pause()
        await until(lambda: ("end", "") in host.session.history)


async def test_leaving_keeps_the_interview(paths: Paths) -> None:
    async with opened(paths, *asked(), launch=setup()) as (pilot, app, host):
        await pilot.press("escape")
        await pilot.pause()
        await until(lambda: isinstance(app.screen, SetupScreen))
        await until(lambda: host.history[-1] == "leave")


async def test_the_time_is_shown_in_words(paths: Paths) -> None:
    async with opened(paths, *asked(), launch=setup()) as (_, app, host):
        host.watch.start()
        host.clock.advance(800)
        await until(lambda: "14:25 used" in on_screen(app))
        assert app.screen.query_one(ClockFace).has_class("-short")
        host.clock.advance(60)
        host.deliver(TimeUp(20))
        await until(lambda: "time is up" in on_screen(app))
        await until(lambda: "finish your sentence" in on_screen(app))


async def test_in_learning_mode_a_note_and_the_passage_behind_it_stand_beside_the_talk(paths: Paths) -> None:
    passage = Citation(source="Impact", heading="Three numbers", text="Write down three numbers.")
    note = (await OfflineEvaluator.shipped(RUBRIC).note(said(STORY), 0)).model_copy(update={"passage": passage})
    for size in ((80, 24), (120, 40)):
        async with opened(paths, *asked(), Observed(note), launch=setup(mode="learning"), size=size) as (pilot, app, _):
            await pilot.pause()
            shown = on_screen(app)
            assert "Heard: " in shown
            assert "A listener still misses" in shown
            assert "Write down three numbers." in app.screen.query_one("#note-passage", Text).visual.plain  # type: ignore[attr-defined]


async def test_a_stress_interview_has_neither_notes_nor_guidance_nor_second_tries(paths: Paths) -> None:
    async with opened(paths, *asked(), launch=setup()) as (pilot, app, host):
        await pilot.press("f2", "f9")
        await pilot.pause()
        await until(lambda: isinstance(app.screen, InterviewScreen))
        assert ("try_again",) not in host.session.history
        assert not app.screen.query(NotePanel)


async def test_an_answer_can_be_tried_again_in_learning_mode(paths: Paths) -> None:
    async with opened(paths, *asked(), launch=setup(mode="learning")) as (pilot, _app, host):
        await pilot.press("f9")
        await until(lambda: ("try_again",) in host.session.history)


async def test_the_guidance_is_browsed_and_searched_while_the_clock_stands(paths: Paths) -> None:
    async with opened(paths, *asked(), launch=setup(mode="learning")) as (pilot, app, host):
        await pilot.press("f2")
        await until(lambda: isinstance(app.screen, GuideScreen))
        await until(lambda: ("pause",) in host.session.history)
        choices = app.screen.query_one("#passages", OptionList)
        await until(lambda: choices.option_count > 50)
        await until(lambda: "It is not a trap" in on_screen(app))
        await pilot.press(*"perfectionist")
        await until(lambda: choices.option_count == 12)
        await pilot.pause()
        await until(lambda: "A success in disguise" in on_screen(app))
        await pilot.press("enter", "down")
        await until(lambda: choices.highlighted == 1)
        await pilot.press("escape")
        await until(lambda: isinstance(app.screen, InterviewScreen))


async def test_the_report_opens_when_the_interview_is_finished(paths: Paths) -> None:
    keep_finished(paths, session="20260203-101500-abcd")
    card = stored_card(paths)
    async with opened(paths, *asked(), launch=setup()) as (pilot, app, host):
        host.deliver(Spoke(2, Turn(speaker="interviewer", text="Thank you. Goodbye.")))
        host.deliver(Finished("20260203-101500-abcd", "covered", card))
        await until(lambda: "Press Enter to read the report" in on_screen(app))
        await until(lambda: "Thank you. Goodbye." in on_screen(app))
        await pilot.press("enter")
        await until(lambda: isinstance(app.screen, ReportScreen))
        await pilot.pause()
        await until(lambda: "Overall" in on_screen(app))
        await pilot.press("escape")
        await until(lambda: isinstance(app.screen, SetupScreen))


async def test_own_marks_are_kept_from_the_report(paths: Paths) -> None:
    keep_finished(paths, session="20260203-101500-abcd")
    async with opened(paths) as (pilot, app, _host):
        app.post_message(OpenReport("20260203-101500-abcd"))
        await until(lambda: isinstance(app.screen, ReportScreen))
        await pilot.press("m")
        await until(lambda: isinstance(app.screen, OwnMarksScreen))
        app.screen.query_one("#growth", Input).value = "7"
        await pilot.press("enter")
        await until(lambda: app.screen.query_one("#growth", Input).has_focus)
        app.screen.query_one("#growth", Input).value = "2"
        app.screen.query_one("#overall", Input).value = "3"
        await pilot.press("enter")
        await until(lambda: isinstance(app.screen, ReportScreen))
        kept = read_answers(paths.library / "suites" / "own-marks.jsonl")
        assert [(answer.id, answer.marks.overall, answer.marks.dimensions["growth"]) for answer in kept] == [
            ("20260203-101500-abcd", 3, 2)
        ]


async def test_an_interview_that_ends_while_it_is_paused_says_so(paths: Paths) -> None:
    keep_finished(paths, session="20260203-101500-abcd")
    card = stored_card(paths)
    async with opened(paths, *asked(), launch=setup()) as (pilot, app, host):
        await pilot.press("f4")
        host.deliver(Finished("20260203-101500-abcd", "candidate", card))
        await until(lambda: "Press Enter to read the report" in on_screen(app))
        await until(lambda: QUESTION.text in on_screen(app))
        assert "paused" not in on_screen(app)


async def test_a_report_is_saved_once_and_never_over_a_file(
    paths: Paths, tmp_path: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(str(tmp_path))
    keep_finished(paths)
    async with opened(paths) as (pilot, app, _):
        app.post_message(OpenReport("20260203-101500-abcd"))
        await pilot.pause()
        await pilot.press("ctrl+s", "ctrl+s")
        await pilot.pause()
        messages = " ".join(n.message for n in app._notifications)
        assert "Written to" in messages
        assert "is there already" in messages


async def test_history_opens_resumes_and_deletes(paths: Paths) -> None:
    keep_finished(paths)
    keep_unfinished(paths)
    async with opened(paths, *asked()) as (pilot, app, host):
        await pilot.press("f7")
        await until(lambda: isinstance(app.screen, HistoryScreen))
        table = app.screen.query_one(DataTable)
        assert table.row_count == 2
        await pilot.press("enter")
        await until(lambda: isinstance(app.screen, InterviewScreen))
        await until(lambda: host.history[-1] == "20260204-091500-beef")
        await pilot.press("escape")
        await until(lambda: isinstance(app.screen, HistoryScreen))
        await pilot.press("down", "enter")
        await until(lambda: isinstance(app.screen, ReportScreen))
        await pilot.press("escape")
        await until(lambda: isinstance(app.screen, HistoryScreen))
        await pilot.press("delete")
        await until(lambda: isinstance(app.screen, ConfirmScreen))
        await pilot.press("y")
        await until(lambda: isinstance(app.screen, HistoryScreen))
        await until(lambda: app.screen.query_one(DataTable).row_count == 1)


async def test_resume_is_offered_only_where_there_is_something(paths: Paths) -> None:
    async with opened(paths) as (_, app, _host):
        assert app.screen.query_one("#resume", Button).disabled
    keep_unfinished(paths)
    async with opened(paths, *asked()) as (pilot, app, host):
        await pilot.press("f6")
        await pilot.pause()
        await until(lambda: host.history[-1] == "20260204-091500-beef")


async def test_the_palette_and_the_help_panel_name_the_keys(paths: Paths) -> None:
    async with opened(paths, *asked(), launch=setup(), size=(120, 40)) as (pilot, app, _):
        titles = {command.title for command in app.get_system_commands(app.screen)}
        assert {"Pause", "Ask to repeat", "End", "Leave"} <= titles
        await pilot.press("f1")
        await until(lambda: bool(app.screen.query("HelpPanel")))
        await pilot.press("f1")
        await until(lambda: not app.screen.query("HelpPanel"))


async def test_a_file_of_mine_that_is_wrong_is_said_and_the_app_opens(paths: Paths) -> None:
    bad = paths.library / "personas" / "bad.toml"
    bad.parent.mkdir(parents=True)
    bad.write_text("[[[")
    async with opened(paths) as (_, app, _host):
        assert isinstance(app.screen, SetupScreen)
        assert "bad.toml" in " ".join(n.message for n in app._notifications)


async def test_a_whole_interview_with_the_real_engine(paths: Paths) -> None:
    app = InterviewApp(paths, setup())
    async with app.run_test(size=(100, 30)) as pilot:
        for text in (STORY, "I thought we were ready."):
            await until(lambda: "Your turn" in on_screen(app))
            app.screen.query_one(AnswerBox).text = text
            await pilot.press("enter")
            await until(lambda: app.screen.query_one(AnswerBox).text == "")
        await until(lambda: "Your turn" in on_screen(app))
        await pilot.press("f8", "y")
        await until(lambda: "Press Enter to read the report" in on_screen(app))
        await pilot.press("enter")
        await until(lambda: isinstance(app.screen, ReportScreen))
        await pilot.pause()
        await until(lambda: "I decided to skip the load test" in on_screen(app))


def test_scripted_hosts_stand_for_real_ones() -> None:
    from simulator.host import Host

    public = {name for name in vars(Host) if not name.startswith("_")}
    assert {"start", "play", "do", "watch", "leave", "close"} == public
