"""Settings: what the environment says, in types and in sentences."""

import base64
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fitkit.core import settings as config
from fitkit.core.settings import BadSetting, Environment, LogFormat, read

ROOT = Path(__file__).parents[2]
KEY = base64.b64encode(bytes(range(32))).decode()
OTHER = base64.b64encode(bytes(range(1, 33))).decode()
PRODUCTION = {
    "FITKIT_ENV": "production",
    "FITKIT_SECRET_KEYS": f"k2:{KEY},k1:{OTHER}",
    "FITKIT_PUBLIC_URL": "https://gym.example.com",
    "FITKIT_SMTP_URL": "smtp://fitkit:word@mail.example.com:587",
    "FITKIT_MAIL_FROM": "FitKit <hello@example.com>",
    "FITKIT_VAPID_PRIVATE_KEY": "x" * 43,
    "FITKIT_VAPID_CONTACT": "mailto:hello@example.com",
}


def test_an_empty_environment_is_a_developers_own() -> None:
    s = read({})
    assert s.environment is Environment.DEVELOPMENT
    assert s.public_url == "http://localhost:8000"
    assert s.platform_totp
    assert s.database_url is None


def test_the_short_name_of_the_port_is_understood_and_the_long_one_wins() -> None:
    assert read({"PORT": "8010"}).port == 8010
    assert read({"PORT": "8010", "FITKIT_PORT": "8020"}).port == 8020
    assert read({"PORT": "8010", "FITKIT_PORT": "8020"}).public_url == "http://localhost:8020"


def test_the_demo_asks_its_platform_team_for_no_second_factor() -> None:
    assert not read({"FITKIT_ENV": "demo"}).platform_totp
    assert read({"FITKIT_ENV": "demo", "FITKIT_PLATFORM_TOTP": "yes"}).platform_totp


def test_production_logs_objects_and_others_log_lines() -> None:
    assert read(PRODUCTION).log_format is LogFormat.JSON
    assert read({}).log_format is LogFormat.TEXT


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("FITKIT_ENV", "prod"),
        ("FITKIT_PORT", "80a"),
        ("FITKIT_PORT", "70000"),
        ("FITKIT_THREADS", "0"),
        ("FITKIT_PUBLIC_URL", "gym.example.com"),
        ("FITKIT_PUBLIC_URL", "https://gym.example.com/app"),
        ("FITKIT_DATABASE_URL", "mysql://x/y"),
        ("FITKIT_SMTP_URL", "http://mail"),
        ("FITKIT_REDIS_URL", "localhost"),
        ("FITKIT_DATABASE", 'a"b'),
        ("FITKIT_PLATFORM_TOTP", "maybe"),
        ("FITKIT_LOG_LEVEL", "loud"),
        ("FITKIT_PG_LINGER", "-1"),
        ("FITKIT_SECRET_KEYS", "k1"),
        ("FITKIT_SECRET_KEYS", "k1:c2hvcnQ="),
        ("FITKIT_SECRET_KEYS", f"k1:{KEY},k1:{OTHER}"),
        ("FITKIT_SECRET_KEYS", f"a.b:{KEY}"),
    ],
)
def test_a_bad_value_is_one_sentence_that_names_its_variable(name: str, value: str) -> None:
    with pytest.raises(BadSetting) as refused:
        read({name: value})
    said = str(refused.value)
    assert said.startswith(name)
    assert said.endswith(".")
    assert "\n" not in said


def test_a_bad_secret_is_not_repeated() -> None:
    with pytest.raises(BadSetting) as refused:
        read({"FITKIT_DATABASE_URL": "mysql://me:hunter2@x/y"})
    assert "hunter2" not in str(refused.value)


def test_keys_are_read_newest_first() -> None:
    keys = read(PRODUCTION).secret_keys
    assert [kid for kid, _ in keys] == ["k2", "k1"]
    assert keys[0][1] == bytes(range(32))


def test_a_whole_production_environment_may_serve() -> None:
    assert read(PRODUCTION).production_problems() == []


@pytest.mark.parametrize(
    "name", ["FITKIT_SECRET_KEYS", "FITKIT_PUBLIC_URL", "FITKIT_SMTP_URL", "FITKIT_MAIL_FROM",
             "FITKIT_VAPID_PRIVATE_KEY", "FITKIT_VAPID_CONTACT", "FITKIT_ENV"],
)  # fmt: skip
def test_production_without_one_of_them_names_it(name: str) -> None:
    problems = read({k: v for k, v in PRODUCTION.items() if k != name}).production_problems()
    assert len(problems) == 1
    assert problems[0].startswith(name)


@pytest.mark.parametrize("kid", ["dev", "k9"])
def test_production_refuses_the_development_key_under_any_name(kid: str) -> None:
    known = config.DEVELOPMENT_KEY.partition(":")[2]
    s = read(PRODUCTION | {"FITKIT_SECRET_KEYS": f"k2:{KEY},{kid}:{known}"})
    assert [p for p in s.production_problems() if "development key" in p]


def test_several_web_processes_need_a_shared_memory() -> None:
    many = PRODUCTION | {"FITKIT_WEB_PROCESSES": "2"}
    assert "FITKIT_REDIS_URL" in read(many).production_problems()[0]
    assert not read(many | {"FITKIT_REDIS_URL": "redis://localhost"}).production_problems()


@pytest.mark.parametrize("name", ["FITKIT_MORNING_API_URL", "FITKIT_RIVHIT_URL"])
def test_credentials_of_gyms_never_travel_in_the_open(name) -> None:
    [problem] = read(PRODUCTION | {name: "http://127.0.0.1:8411"}).production_problems()
    assert name in problem


def test_the_table_hides_every_secret_and_shows_the_rest() -> None:
    shown = config.table(PRODUCTION | {"FITKIT_PORT": "nine"})
    assert "https://gym.example.com" in shown
    assert KEY not in shown
    assert "mail.example.com" not in shown
    assert "PROBLEM: FITKIT_PORT" in shown


def test_the_readme_table_has_a_row_for_each_variable_and_nothing_of_this_machine() -> None:
    rows = config.markdown().splitlines()[2:]
    assert [r.split("`")[1] for r in rows] == [v.name for _, v in config.variables()]
    assert str(ROOT) not in config.markdown()


def test_every_variable_that_code_names_is_declared() -> None:
    declared = {n for _, v in config.variables() for n in (v.name, *v.also)}
    # Of the shell script and its child, not for people.
    inner = {"FITKIT_PYTHON", "FITKIT_STARTED_AT"}
    for file in [*ROOT.glob("fitkit/**/*.py"), ROOT / "run", ROOT / "rxconfig.py"]:
        named = set(re.findall(r"\bFITKIT_[A-Z_]*[A-Z]\b", file.read_text()))
        assert named <= declared | inner, file


@given(st.text(max_size=30))
def test_no_text_at_all_breaks_more_than_a_setting(text: str) -> None:
    for _, variable in config.variables():
        try:
            variable.read({variable.name: text})
        except BadSetting as error:
            assert str(error).startswith(variable.name)  # noqa: PT017
