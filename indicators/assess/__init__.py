"""Assessment: attainment, pace, outlook and alert, by one SQL definition; the sentence in Python."""

from indicators.assess.changes import VerdictChange, View, changes
from indicators.assess.disclosure import for_publication, hidden_figures
from indicators.assess.judge import judge_csv
from indicators.assess.known import known_figures
from indicators.assess.office import asked_of_people, publish, set_method, settings_of
from indicators.assess.rate import AttainmentRate, attainment_rate, rate_of
from indicators.assess.reasons import reasons
from indicators.assess.records import assessment_record, frame
from indicators.assess.sentence import judged_by_people, sentence
from indicators.assess.settings import Settings
from indicators.assess.stored import assess, assess_frame, assess_years, latest_year, settings_in_force

__all__ = [
    "AttainmentRate",
    "Settings",
    "VerdictChange",
    "View",
    "asked_of_people",
    "assess",
    "assess_frame",
    "assess_years",
    "assessment_record",
    "attainment_rate",
    "changes",
    "for_publication",
    "frame",
    "hidden_figures",
    "judge_csv",
    "judged_by_people",
    "known_figures",
    "latest_year",
    "publish",
    "rate_of",
    "reasons",
    "sentence",
    "set_method",
    "settings_in_force",
    "settings_of",
]
