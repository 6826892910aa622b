# SPDX-License-Identifier: GPL-3.0-or-later
# Written by scripts/python-layout from include/bireme: not to be edited.
"""What the headers of the library declare."""
from ctypes import CFUNCTYPE, POINTER, Structure, c_bool, c_char, c_char_p, c_double, c_int, c_size_t, c_uint64, c_void_p

VERSION = "0.1.0"
BIREME_OK = 0
BIREME_NEGATIVE = 1
BIREME_USAGE = 2
BIREME_SYNTAX = 3
BIREME_SCENARIO = 4
BIREME_UNSUPPORTED = 5
BIREME_DOMAIN = 6
BIREME_IO = 7
BIREME_MEMORY = 8
BIREME_INTERNAL = 9
BIREME_CANCELLED = 10
BIREME_SEVERITY_WARNING = 0
BIREME_SEVERITY_ERROR = 1
BIREME_DECIMAL_INFERRED = 0
BIREME_DECIMAL_POINT = 1
BIREME_DECIMAL_COMMA = 2
BIREME_DATES_INFERRED = 0
BIREME_DATES_DMY = 1
BIREME_DATES_MDY = 2
BIREME_ENCODING_UNICODE = 0
BIREME_ENCODING_LATIN1 = 1
BIREME_COLUMN_THERE = 0
BIREME_COLUMN_NUMBERS = 1
BIREME_COLUMN_DATES = 2
BIREME_QUANTILE_COUNT = 7
BIREME_SAMPLER_UNSET = 0
BIREME_SAMPLER_SOBOL = 1
BIREME_SAMPLER_LHS = 2
BIREME_SAMPLER_RANDOM = 3
BIREME_P05 = 0
BIREME_P10 = 1
BIREME_P25 = 2
BIREME_P50 = 3
BIREME_P75 = 4
BIREME_P90 = 5
BIREME_P95 = 6
BIREME_UNIT_MONEY = 0
BIREME_UNIT_COUNT = 1
BIREME_UNIT_SHARE = 2
BIREME_UNIT_RATIO = 3
BIREME_UNIT_MONTHS = 4
BIREME_UNIT_NONE = 5
BIREME_COMPARE_MOST = 16
BIREME_TARGET_BY_LEADS = 0
BIREME_TARGET_BY_BUDGET = 1
BIREME_INPUT_QUANTITY = 0
BIREME_INPUT_SET = 1
BIREME_INPUT_ECONOMY = 2
BIREME_INPUT_CHANCE = 3
BIREME_INPUT_DRIFT = 4
BIREME_OBJECTIVE_UNSET = 0
BIREME_OBJECTIVE_P_GOAL = 1
BIREME_OBJECTIVE_MEAN = 2
BIREME_OBJECTIVE_CVAR = 3
BIREME_BATCH_LOOKED_AT = 64


class bireme_error(Structure):
    pass


class bireme_table_choice(Structure):
    pass


class bireme_table_rate(Structure):
    pass


class bireme_table_options(Structure):
    pass


class bireme_override(Structure):
    pass


class bireme_load_options(Structure):
    pass


class bireme_given(Structure):
    pass


class bireme_run_options(Structure):
    pass


class bireme_summary(Structure):
    pass


class bireme_regime_result(Structure):
    pass


class bireme_goal_result(Structure):
    pass


class bireme_to_date(Structure):
    pass


class bireme_quarter(Structure):
    pass


class bireme_fiscal_year(Structure):
    pass


class bireme_precision_result(Structure):
    pass


class bireme_need(Structure):
    pass


class bireme_compare_options(Structure):
    pass


class bireme_difference(Structure):
    pass


class bireme_choice(Structure):
    pass


class bireme_bridge_part(Structure):
    pass


class bireme_target_options(Structure):
    pass


class bireme_target_channel(Structure):
    pass


class bireme_target_period(Structure):
    pass


class bireme_target_point(Structure):
    pass


class bireme_target_limit(Structure):
    pass


class bireme_index(Structure):
    pass


class bireme_index_options(Structure):
    pass


class bireme_sensitivity_options(Structure):
    pass


class bireme_alternative(Structure):
    pass


class bireme_one_more(Structure):
    pass


class bireme_split_options(Structure):
    pass


class bireme_split_part(Structure):
    pass


class bireme_margin(Structure):
    pass


class bireme_split_measure(Structure):
    pass


class bireme_split_more(Structure):
    pass


class bireme_opened_file(Structure):
    pass


class bireme_batch_entry(Structure):
    pass


class bireme_batch_result(Structure):
    pass


class bireme_batch_options(Structure):
    pass


bireme_error._fields_ = [
    ("status", c_int),
    ("file", c_char * 256),
    ("line", c_int),
    ("column", c_int),
    ("pointer", c_char * 256),
    ("message", c_char * 768),
]
bireme_table_choice._fields_ = [
    ("column", c_char_p),
    ("decimal", c_int),
    ("dates", c_int),
]
bireme_table_rate._fields_ = [
    ("currency", c_char * 4),
    ("rate", c_double),
]
bireme_table_options._fields_ = [
    ("size", c_size_t),
    ("encoding", c_int),
    ("choices", POINTER(bireme_table_choice)),
    ("n_choices", c_size_t),
    ("told", CFUNCTYPE(None, c_void_p, c_char_p, c_char_p, c_char_p)),
    ("column", CFUNCTYPE(None, c_void_p, c_char_p, c_int)),
    ("context", c_void_p),
    ("rates", POINTER(bireme_table_rate)),
    ("n_rates", c_size_t),
    ("currency", CFUNCTYPE(None, c_void_p, c_char_p, c_bool)),
]
bireme_override._fields_ = [
    ("path", c_char_p),
    ("json", c_char_p),
]
bireme_load_options._fields_ = [
    ("size", c_size_t),
    ("assumptions", POINTER(c_char_p)),
    ("n_assumptions", c_size_t),
    ("overrides", POINTER(bireme_override)),
    ("n_overrides", c_size_t),
    ("repair_correlations", c_bool),
    ("tables", POINTER(bireme_table_options)),
    ("root", c_char_p),
    ("metric", c_char_p),
]
bireme_given._fields_ = [
    ("regime", c_char_p),
    ("by", c_char_p),
    ("never", c_bool),
]
bireme_run_options._fields_ = [
    ("size", c_size_t),
    ("trials", c_uint64),
    ("has_seed", c_bool),
    ("seed", c_uint64),
    ("threads", c_int),
    ("sampler", c_int),
    ("precision", c_double),
    ("totals_only", c_bool),
    ("keep_samples", c_bool),
    ("given", POINTER(bireme_given)),
    ("n_given", c_size_t),
    ("progress", CFUNCTYPE(None, c_void_p, c_uint64, c_uint64)),
    ("cancelled", CFUNCTYPE(c_bool, c_void_p)),
    ("context", c_void_p),
    ("fiscal_year_start", c_int),
    ("keep_quarters_of", c_char_p),
]
bireme_summary._fields_ = [
    ("n", c_uint64),
    ("left_out", c_double),
    ("mean", c_double),
    ("mean_se", c_double),
    ("sd", c_double),
    ("sd_se", c_double),
    ("min", c_double),
    ("max", c_double),
    ("quantile", c_double * 7),
    ("quantile_se", c_double * 7),
    ("quantile_error", c_double),
]
bireme_regime_result._fields_ = [
    ("regime", c_char_p),
    ("by", c_char_p),
    ("probability", c_double),
    ("comes", POINTER(bireme_summary)),
    ("stays_out", POINTER(bireme_summary)),
]
bireme_goal_result._fields_ = [
    ("present", c_bool),
    ("metric", c_char_p),
    ("at_least", c_double),
    ("confidence", c_double),
    ("by", c_char_p),
    ("probability", c_double),
    ("probability_se", c_double),
    ("at_most", c_bool),
]
bireme_to_date._fields_ = [
    ("value", POINTER(bireme_summary)),
    ("probability", c_double),
    ("probability_se", c_double),
]
bireme_quarter._fields_ = [
    ("label", c_char_p),
    ("year", c_int),
    ("number", c_int),
    ("first", c_size_t),
    ("periods", c_size_t),
    ("of", c_size_t),
    ("past", c_size_t),
]
bireme_fiscal_year._fields_ = [
    ("label", c_char_p),
    ("year", c_int),
    ("first_quarter", c_size_t),
    ("quarters", c_size_t),
    ("first", c_size_t),
    ("periods", c_size_t),
    ("of", c_size_t),
    ("past", c_size_t),
]
bireme_precision_result._fields_ = [
    ("asked", c_bool),
    ("wanted", c_double),
    ("reached", c_double),
    ("worst", c_char_p),
    ("metric", c_char_p),
    ("met", c_bool),
]
bireme_need._fields_ = [
    ("bytes", c_double),
    ("address", c_double),
    ("trials", c_double),
    ("steps", c_double),
]
bireme_compare_options._fields_ = [
    ("size", c_size_t),
    ("run", POINTER(bireme_run_options)),
    ("metric", c_char_p),
    ("baseline", c_size_t),
    ("bridge", c_bool),
]
bireme_difference._fields_ = [
    ("summary", POINTER(bireme_summary)),
    ("probability_above", c_double),
    ("probability_above_se", c_double),
    ("probability_equal", c_double),
]
bireme_choice._fields_ = [
    ("probability_best", c_double),
    ("probability_best_se", c_double),
    ("regret", POINTER(bireme_summary)),
]
bireme_bridge_part._fields_ = [
    ("name", c_char_p),
    ("change", c_double),
    ("change_se", c_double),
]
bireme_target_options._fields_ = [
    ("size", c_size_t),
    ("run", POINTER(bireme_run_options)),
    ("metric", c_char_p),
    ("at_least", c_double),
    ("confidence", c_double),
    ("until", c_char_p),
    ("by", c_int),
]
bireme_target_channel._fields_ = [
    ("name", c_char_p),
    ("scales", c_bool),
    ("bound", c_char_p),
    ("leads", c_double),
    ("budget", c_double),
    ("paid", c_double),
    ("period_leads", POINTER(c_double)),
    ("period_paid", POINTER(c_double)),
    ("period_budget", POINTER(c_double)),
]
bireme_target_period._fields_ = [
    ("label", c_char_p),
    ("leads", c_double),
    ("budget", c_double),
    ("opportunities", POINTER(bireme_summary)),
    ("reps", c_double),
    ("reps_needed", c_double),
    ("reps_needed_p90", c_double),
]
bireme_target_point._fields_ = [
    ("confidence", c_double),
    ("reached", c_bool),
    ("scale", c_double),
    ("scale_se", c_double),
    ("leads", c_double),
    ("budget", c_double),
    ("unlimited", c_bool),
]
bireme_target_limit._fields_ = [
    ("name", c_char_p),
    ("probability", c_double),
    ("probability_se", c_double),
    ("scale", c_double),
]
bireme_index._fields_ = [
    ("first_order", c_double),
    ("first_order_se", c_double),
    ("total", c_double),
    ("total_se", c_double),
    ("left_out", c_double),
]
bireme_index_options._fields_ = [
    ("size", c_size_t),
    ("n_inputs", c_size_t),
    ("trials", c_uint64),
    ("seed", c_uint64),
    ("sampler", c_int),
    ("evaluate", CFUNCTYPE(None, c_void_p, c_size_t, POINTER(POINTER(c_double)), POINTER(c_double))),
    ("cancelled", CFUNCTYPE(c_bool, c_void_p)),
    ("context", c_void_p),
]
bireme_sensitivity_options._fields_ = [
    ("size", c_size_t),
    ("run", POINTER(bireme_run_options)),
    ("metric", c_char_p),
    ("until", c_char_p),
]
bireme_alternative._fields_ = [
    ("path", c_char_p),
    ("factor", c_double),
    ("mean", c_double),
    ("gain", c_double),
    ("gain_se", c_double),
]
bireme_one_more._fields_ = [
    ("path", c_char_p),
    ("metric", c_char_p),
    ("unit", c_int),
    ("gain", c_double),
    ("gain_se", c_double),
]
bireme_split_options._fields_ = [
    ("size", c_size_t),
    ("run", POINTER(bireme_run_options)),
    ("total", c_double),
    ("objective", c_int),
    ("worst", c_double),
    ("metric", c_char_p),
    ("at_least", c_double),
    ("until", c_char_p),
    ("steps", c_int),
]
bireme_split_part._fields_ = [
    ("path", c_char_p),
    ("name", c_char_p),
    ("owner", c_char_p),
    ("spend", c_double),
    ("reps", c_double),
    ("bound", c_char_p),
]
bireme_margin._fields_ = [
    ("last", c_double),
    ("last_se", c_double),
    ("next", c_double),
    ("next_se", c_double),
]
bireme_split_measure._fields_ = [
    ("metric", c_char_p),
    ("unit", c_int),
    ("today", c_double),
    ("today_se", c_double),
    ("best", c_double),
    ("best_se", c_double),
    ("gain", c_double),
    ("gain_se", c_double),
]
bireme_split_more._fields_ = [
    ("path", c_char_p),
    ("metric", c_char_p),
    ("at_best", c_bool),
    ("asked", c_double),
    ("amount", c_double),
    ("mean", c_double),
    ("mean_se", c_double),
]
bireme_opened_file._fields_ = [
    ("path", c_char_p),
    ("device", c_uint64),
    ("inode", c_uint64),
    ("size", c_uint64),
    ("hash", c_uint64),
]
bireme_batch_entry._fields_ = [
    ("name", c_char_p),
    ("scenario", c_char_p),
    ("n_set", c_size_t),
    ("set", POINTER(bireme_override)),
    ("has_seed", c_bool),
    ("seed", c_uint64),
    ("trials", c_uint64),
]
bireme_batch_result._fields_ = [
    ("index", c_size_t),
    ("entry", POINTER(bireme_batch_entry)),
    ("scenario", c_void_p),
    ("forecast", c_void_p),
    ("error", POINTER(bireme_error)),
    ("opened", c_void_p),
]
bireme_batch_options._fields_ = [
    ("size", c_size_t),
    ("first", c_size_t),
    ("count", c_size_t),
    ("trials", c_uint64),
    ("sampler", c_int),
    ("threads", c_int),
    ("periods", c_bool),
    ("repair_correlations", c_bool),
    ("memory_most", c_double),
    ("tables", POINTER(bireme_table_options)),
    ("finished", CFUNCTYPE(c_bool, c_void_p, POINTER(bireme_batch_result))),
    ("progress", CFUNCTYPE(None, c_void_p, c_uint64, c_uint64)),
    ("cancelled", CFUNCTYPE(c_bool, c_void_p)),
    ("context", c_void_p),
    ("root", c_char_p),
]

STRUCTURES = [bireme_error, bireme_table_choice, bireme_table_rate, bireme_table_options, bireme_override, bireme_load_options, bireme_given, bireme_run_options, bireme_summary, bireme_regime_result, bireme_goal_result, bireme_to_date, bireme_quarter, bireme_fiscal_year, bireme_precision_result, bireme_need, bireme_compare_options, bireme_difference, bireme_choice, bireme_bridge_part, bireme_target_options, bireme_target_channel, bireme_target_period, bireme_target_point, bireme_target_limit, bireme_index, bireme_index_options, bireme_sensitivity_options, bireme_alternative, bireme_one_more, bireme_split_options, bireme_split_part, bireme_margin, bireme_split_measure, bireme_split_more, bireme_opened_file, bireme_batch_entry, bireme_batch_result, bireme_batch_options]

# name: result, arguments
FUNCTIONS = {
    "bireme_status_text": (c_char_p, [c_int]),
    "bireme_status_exit": (c_int, [c_int]),
    "bireme_version": (c_char_p, []),
    "bireme_problems_create": (c_void_p, []),
    "bireme_problems_free": (None, [c_void_p]),
    "bireme_problems_count": (c_size_t, [c_void_p]),
    "bireme_problems_count_errors": (c_size_t, [c_void_p]),
    "bireme_problems_get": (POINTER(bireme_error), [c_void_p, c_size_t, POINTER(c_int)]),
    "bireme_scenario_load": (c_int, [c_char_p, POINTER(bireme_load_options), c_void_p, POINTER(c_void_p), POINTER(bireme_error)]),
    "bireme_scenario_load_memory": (c_int, [c_void_p, c_size_t, c_char_p, c_char_p, POINTER(bireme_load_options), c_void_p, POINTER(c_void_p), POINTER(bireme_error)]),
    "bireme_scenario_free": (None, [c_void_p]),
    "bireme_scenario_name": (c_char_p, [c_void_p]),
    "bireme_scenario_fiscal_year_start": (c_int, [c_void_p]),
    "bireme_forecast_run": (c_int, [c_void_p, POINTER(bireme_run_options), POINTER(c_void_p), POINTER(bireme_error)]),
    "bireme_forecast_free": (None, [c_void_p]),
    "bireme_forecast_check": (c_int, [c_void_p, c_int, c_void_p, POINTER(bireme_error)]),
    "bireme_forecast_need": (c_int, [c_void_p, POINTER(bireme_run_options), POINTER(bireme_need), POINTER(bireme_error)]),
    "bireme_forecast_run_part": (c_int, [c_void_p, POINTER(bireme_run_options), c_size_t, c_size_t, POINTER(c_void_p), POINTER(c_size_t), POINTER(bireme_error)]),
    "bireme_forecast_part_free": (None, [c_void_p]),
    "bireme_forecast_part_need": (c_int, [c_void_p, POINTER(bireme_run_options), c_size_t, c_size_t, POINTER(bireme_need), POINTER(bireme_error)]),
    "bireme_forecast_merge": (c_int, [c_void_p, POINTER(bireme_run_options), c_size_t, POINTER(c_void_p), POINTER(c_size_t), POINTER(c_void_p), POINTER(bireme_error)]),
    "bireme_forecast_trials": (c_uint64, [c_void_p]),
    "bireme_forecast_seed": (c_uint64, [c_void_p]),
    "bireme_forecast_sampler": (c_char_p, [c_void_p]),
    "bireme_forecast_precision": (POINTER(bireme_precision_result), [c_void_p]),
    "bireme_forecast_period_count": (c_size_t, [c_void_p]),
    "bireme_forecast_period_label": (c_char_p, [c_void_p, c_size_t]),
    "bireme_forecast_metric_count": (c_size_t, [c_void_p]),
    "bireme_forecast_metric_name": (c_char_p, [c_void_p, c_size_t]),
    "bireme_forecast_metric_unit": (c_int, [c_void_p, c_size_t]),
    "bireme_forecast_metric_find": (c_int, [c_void_p, c_char_p, POINTER(c_size_t), POINTER(bireme_error)]),
    "bireme_forecast_total": (POINTER(bireme_summary), [c_void_p, c_size_t]),
    "bireme_forecast_period": (POINTER(bireme_summary), [c_void_p, c_size_t, c_size_t]),
    "bireme_forecast_samples": (POINTER(c_double), [c_void_p, c_size_t]),
    "bireme_forecast_goal": (POINTER(bireme_goal_result), [c_void_p]),
    "bireme_forecast_given_probability": (c_double, [c_void_p]),
    "bireme_forecast_regime_count": (c_size_t, [c_void_p]),
    "bireme_forecast_regime": (POINTER(bireme_regime_result), [c_void_p, c_size_t]),
    "bireme_forecast_regime_metric": (c_size_t, [c_void_p]),
    "bireme_forecast_to_date": (POINTER(bireme_to_date), [c_void_p, c_size_t]),
    "bireme_forecast_past_count": (c_size_t, [c_void_p]),
    "bireme_forecast_rest": (POINTER(bireme_summary), [c_void_p, c_size_t]),
    "bireme_forecast_fiscal_year_start": (c_int, [c_void_p]),
    "bireme_forecast_quarter_count": (c_size_t, [c_void_p]),
    "bireme_forecast_quarter_at": (POINTER(bireme_quarter), [c_void_p, c_size_t]),
    "bireme_forecast_quarter": (POINTER(bireme_summary), [c_void_p, c_size_t, c_size_t]),
    "bireme_forecast_year_count": (c_size_t, [c_void_p]),
    "bireme_forecast_year_at": (POINTER(bireme_fiscal_year), [c_void_p, c_size_t]),
    "bireme_forecast_year": (POINTER(bireme_summary), [c_void_p, c_size_t, c_size_t]),
    "bireme_forecast_quarter_samples": (POINTER(c_double), [c_void_p, c_size_t]),
    "bireme_forecast_year_samples": (POINTER(c_double), [c_void_p, c_size_t]),
    "bireme_comparison_run": (c_int, [POINTER(c_void_p), c_size_t, POINTER(bireme_compare_options), POINTER(c_void_p), POINTER(bireme_error)]),
    "bireme_comparison_need": (c_int, [POINTER(c_void_p), c_size_t, POINTER(bireme_compare_options), POINTER(bireme_need), POINTER(bireme_error)]),
    "bireme_comparison_free": (None, [c_void_p]),
    "bireme_comparison_count": (c_size_t, [c_void_p]),
    "bireme_comparison_baseline": (c_size_t, [c_void_p]),
    "bireme_comparison_name": (c_char_p, [c_void_p, c_size_t]),
    "bireme_comparison_forecast": (c_void_p, [c_void_p, c_size_t]),
    "bireme_comparison_precision": (POINTER(bireme_precision_result), [c_void_p, c_size_t]),
    "bireme_comparison_metric_count": (c_size_t, [c_void_p]),
    "bireme_comparison_metric_name": (c_char_p, [c_void_p, c_size_t]),
    "bireme_comparison_metric_unit": (c_int, [c_void_p, c_size_t]),
    "bireme_comparison_metric_find": (c_int, [c_void_p, c_char_p, POINTER(c_size_t), POINTER(bireme_error)]),
    "bireme_comparison_total": (POINTER(bireme_summary), [c_void_p, c_size_t, c_size_t]),
    "bireme_comparison_difference": (POINTER(bireme_difference), [c_void_p, c_size_t, c_size_t]),
    "bireme_comparison_metric": (c_size_t, [c_void_p]),
    "bireme_comparison_less_is_better": (c_bool, [c_void_p]),
    "bireme_comparison_is_of_economies": (c_bool, [c_void_p]),
    "bireme_comparison_choice": (POINTER(bireme_choice), [c_void_p, c_size_t]),
    "bireme_comparison_quarter_count": (c_size_t, [c_void_p]),
    "bireme_comparison_quarter_at": (POINTER(bireme_quarter), [c_void_p, c_size_t]),
    "bireme_comparison_quarter": (POINTER(bireme_summary), [c_void_p, c_size_t, c_size_t]),
    "bireme_comparison_quarter_difference": (POINTER(bireme_difference), [c_void_p, c_size_t, c_size_t]),
    "bireme_comparison_year_count": (c_size_t, [c_void_p]),
    "bireme_comparison_year_at": (POINTER(bireme_fiscal_year), [c_void_p, c_size_t]),
    "bireme_comparison_year": (POINTER(bireme_summary), [c_void_p, c_size_t, c_size_t]),
    "bireme_comparison_year_difference": (POINTER(bireme_difference), [c_void_p, c_size_t, c_size_t]),
    "bireme_comparison_bridge_count": (c_size_t, [c_void_p, c_size_t]),
    "bireme_comparison_bridge": (POINTER(bireme_bridge_part), [c_void_p, c_size_t, c_size_t]),
    "bireme_comparison_bridge_reason": (c_char_p, [c_void_p, c_size_t]),
    "bireme_target_run": (c_int, [c_void_p, POINTER(bireme_target_options), POINTER(c_void_p), POINTER(bireme_error)]),
    "bireme_target_need": (c_int, [c_void_p, POINTER(bireme_target_options), POINTER(bireme_need), POINTER(bireme_error)]),
    "bireme_target_free": (None, [c_void_p]),
    "bireme_target_scenario": (c_char_p, [c_void_p]),
    "bireme_target_metric": (c_char_p, [c_void_p]),
    "bireme_target_until": (c_char_p, [c_void_p]),
    "bireme_target_whole_horizon": (c_bool, [c_void_p]),
    "bireme_target_unit": (c_int, [c_void_p]),
    "bireme_target_decided_by": (c_int, [c_void_p]),
    "bireme_target_at_least": (c_double, [c_void_p]),
    "bireme_target_confidence": (c_double, [c_void_p]),
    "bireme_target_at_most": (c_bool, [c_void_p]),
    "bireme_target_trials": (c_uint64, [c_void_p]),
    "bireme_target_seed": (c_uint64, [c_void_p]),
    "bireme_target_verified_seed": (c_uint64, [c_void_p]),
    "bireme_target_sampler": (c_int, [c_void_p]),
    "bireme_target_runs": (c_double, [c_void_p]),
    "bireme_target_reached": (c_bool, [c_void_p]),
    "bireme_target_scale": (c_double, [c_void_p]),
    "bireme_target_scale_se": (c_double, [c_void_p]),
    "bireme_target_achieved": (c_double, [c_void_p]),
    "bireme_target_achieved_se": (c_double, [c_void_p]),
    "bireme_target_verified": (c_double, [c_void_p]),
    "bireme_target_verified_se": (c_double, [c_void_p]),
    "bireme_target_today": (c_double, [c_void_p]),
    "bireme_target_today_se": (c_double, [c_void_p]),
    "bireme_target_within_reach": (c_double, [c_void_p]),
    "bireme_target_unbought": (c_double, [c_void_p]),
    "bireme_target_leads": (POINTER(bireme_summary), [c_void_p]),
    "bireme_target_budget": (POINTER(bireme_summary), [c_void_p]),
    "bireme_target_leads_p80": (c_double, [c_void_p]),
    "bireme_target_budget_p80": (c_double, [c_void_p]),
    "bireme_target_scales_reps": (c_bool, [c_void_p]),
    "bireme_target_reps": (c_double, [c_void_p]),
    "bireme_target_reps_today": (c_double, [c_void_p]),
    "bireme_target_reps_bound": (c_char_p, [c_void_p]),
    "bireme_target_has_capacity": (c_bool, [c_void_p]),
    "bireme_target_stage": (c_char_p, [c_void_p]),
    "bireme_target_all_limits": (c_double, [c_void_p]),
    "bireme_target_all_limits_se": (c_double, [c_void_p]),
    "bireme_target_converged": (c_bool, [c_void_p]),
    "bireme_target_agrees": (c_bool, [c_void_p]),
    "bireme_target_confirmed": (c_bool, [c_void_p]),
    "bireme_target_doubt": (c_char_p, [c_void_p]),
    "bireme_target_budget_is_median": (c_bool, [c_void_p]),
    "bireme_target_forecast": (c_void_p, [c_void_p]),
    "bireme_target_channel_count": (c_size_t, [c_void_p]),
    "bireme_target_channel_at": (POINTER(bireme_target_channel), [c_void_p, c_size_t]),
    "bireme_target_period_count": (c_size_t, [c_void_p]),
    "bireme_target_period_at": (POINTER(bireme_target_period), [c_void_p, c_size_t]),
    "bireme_target_curve_count": (c_size_t, [c_void_p]),
    "bireme_target_curve_at": (POINTER(bireme_target_point), [c_void_p, c_size_t]),
    "bireme_target_limit_count": (c_size_t, [c_void_p]),
    "bireme_target_limit_at": (POINTER(bireme_target_limit), [c_void_p, c_size_t]),
    "bireme_index_run": (c_int, [POINTER(bireme_index_options), POINTER(bireme_index), POINTER(bireme_error)]),
    "bireme_sensitivity_run": (c_int, [c_void_p, POINTER(bireme_sensitivity_options), POINTER(c_void_p), POINTER(bireme_error)]),
    "bireme_sensitivity_need": (c_int, [c_void_p, POINTER(bireme_sensitivity_options), POINTER(bireme_need), POINTER(bireme_error)]),
    "bireme_sensitivity_free": (None, [c_void_p]),
    "bireme_sensitivity_scenario": (c_char_p, [c_void_p]),
    "bireme_sensitivity_metric": (c_char_p, [c_void_p]),
    "bireme_sensitivity_until": (c_char_p, [c_void_p]),
    "bireme_sensitivity_whole_horizon": (c_bool, [c_void_p]),
    "bireme_sensitivity_unit": (c_int, [c_void_p]),
    "bireme_sensitivity_trials": (c_uint64, [c_void_p]),
    "bireme_sensitivity_seed": (c_uint64, [c_void_p]),
    "bireme_sensitivity_sampler": (c_int, [c_void_p]),
    "bireme_sensitivity_runs": (c_double, [c_void_p]),
    "bireme_sensitivity_summary": (POINTER(bireme_summary), [c_void_p]),
    "bireme_sensitivity_chance": (c_void_p, [c_void_p]),
    "bireme_sensitivity_sum_first": (c_double, [c_void_p]),
    "bireme_sensitivity_worth_metric": (c_char_p, [c_void_p]),
    "bireme_sensitivity_worth_unit": (c_int, [c_void_p]),
    "bireme_sensitivity_best": (c_size_t, [c_void_p]),
    "bireme_sensitivity_input_count": (c_size_t, [c_void_p]),
    "bireme_sensitivity_input": (c_void_p, [c_void_p, c_size_t]),
    "bireme_sensitivity_alternative_count": (c_size_t, [c_void_p]),
    "bireme_sensitivity_alternative": (POINTER(bireme_alternative), [c_void_p, c_size_t]),
    "bireme_sensitivity_one_more_count": (c_size_t, [c_void_p]),
    "bireme_sensitivity_one_more": (POINTER(bireme_one_more), [c_void_p, c_size_t]),
    "bireme_input_path": (c_char_p, [c_void_p]),
    "bireme_input_kind_of": (c_int, [c_void_p]),
    "bireme_input_index": (POINTER(bireme_index), [c_void_p]),
    "bireme_input_rank_correlation": (c_double, [c_void_p]),
    "bireme_input_low": (c_double, [c_void_p]),
    "bireme_input_low_se": (c_double, [c_void_p]),
    "bireme_input_high": (c_double, [c_void_p]),
    "bireme_input_high_se": (c_double, [c_void_p]),
    "bireme_input_low_at": (c_double, [c_void_p]),
    "bireme_input_high_at": (c_double, [c_void_p]),
    "bireme_input_low_regime": (c_char_p, [c_void_p]),
    "bireme_input_high_regime": (c_char_p, [c_void_p]),
    "bireme_input_worth": (c_double, [c_void_p]),
    "bireme_input_worth_se": (c_double, [c_void_p]),
    "bireme_input_member_count": (c_size_t, [c_void_p]),
    "bireme_input_member": (c_void_p, [c_void_p, c_size_t]),
    "bireme_split_run": (c_int, [c_void_p, POINTER(bireme_split_options), POINTER(c_void_p), POINTER(bireme_error)]),
    "bireme_split_need": (c_int, [c_void_p, POINTER(bireme_split_options), POINTER(bireme_need), POINTER(bireme_error)]),
    "bireme_split_free": (None, [c_void_p]),
    "bireme_split_scenario": (c_char_p, [c_void_p]),
    "bireme_split_metric": (c_char_p, [c_void_p]),
    "bireme_split_until": (c_char_p, [c_void_p]),
    "bireme_split_unit": (c_int, [c_void_p]),
    "bireme_split_objective": (c_int, [c_void_p]),
    "bireme_split_at_least": (c_double, [c_void_p]),
    "bireme_split_worst": (c_double, [c_void_p]),
    "bireme_split_at_most": (c_bool, [c_void_p]),
    "bireme_split_trials": (c_uint64, [c_void_p]),
    "bireme_split_seed": (c_uint64, [c_void_p]),
    "bireme_split_fresh_seed": (c_uint64, [c_void_p]),
    "bireme_split_sampler": (c_int, [c_void_p]),
    "bireme_split_runs": (c_double, [c_void_p]),
    "bireme_split_total": (c_double, [c_void_p]),
    "bireme_split_line_count": (c_size_t, [c_void_p]),
    "bireme_split_left_out": (c_char_p, [c_void_p]),
    "bireme_split_today": (c_void_p, [c_void_p]),
    "bireme_split_scaled": (c_void_p, [c_void_p]),
    "bireme_split_best": (c_void_p, [c_void_p]),
    "bireme_split_today_allowed": (c_bool, [c_void_p]),
    "bireme_split_gain": (c_double, [c_void_p]),
    "bireme_split_gain_se": (c_double, [c_void_p]),
    "bireme_split_gain_scaled": (c_double, [c_void_p]),
    "bireme_split_gain_scaled_se": (c_double, [c_void_p]),
    "bireme_split_told_from_zero": (c_bool, [c_void_p]),
    "bireme_split_as_good_from": (c_double, [c_void_p]),
    "bireme_split_as_good_to": (c_double, [c_void_p]),
    "bireme_split_as_good_within": (c_double, [c_void_p]),
    "bireme_split_searched": (c_double, [c_void_p]),
    "bireme_split_retested": (c_double, [c_void_p]),
    "bireme_split_last_amount": (c_double, [c_void_p]),
    "bireme_split_next_amount": (c_double, [c_void_p]),
    "bireme_split_margin_spread": (c_double, [c_void_p]),
    "bireme_split_kkt_residual": (c_double, [c_void_p]),
    "bireme_split_next_best": (c_size_t, [c_void_p]),
    "bireme_split_converged": (c_bool, [c_void_p]),
    "bireme_split_confirmed": (c_bool, [c_void_p]),
    "bireme_split_doubt": (c_char_p, [c_void_p]),
    "bireme_split_searched_again": (c_bool, [c_void_p]),
    "bireme_split_looked_at": (c_size_t, [c_void_p]),
    "bireme_split_beaten_by": (c_double, [c_void_p]),
    "bireme_split_beaten_by_se": (c_double, [c_void_p]),
    "bireme_split_frontier_count": (c_size_t, [c_void_p]),
    "bireme_split_frontier": (c_void_p, [c_void_p, c_size_t]),
    "bireme_split_margin": (POINTER(bireme_margin), [c_void_p, c_size_t]),
    "bireme_split_measure_count": (c_size_t, [c_void_p]),
    "bireme_split_measure_at": (POINTER(bireme_split_measure), [c_void_p, c_size_t]),
    "bireme_split_more_count": (c_size_t, [c_void_p]),
    "bireme_split_more_at": (POINTER(bireme_split_more), [c_void_p, c_size_t]),
    "bireme_split_start_count": (c_size_t, [c_void_p]),
    "bireme_split_start_value": (c_double, [c_void_p, c_size_t]),
    "bireme_division_total": (c_double, [c_void_p]),
    "bireme_division_marketing": (c_double, [c_void_p]),
    "bireme_division_sales": (c_double, [c_void_p]),
    "bireme_division_partner": (c_double, [c_void_p]),
    "bireme_division_value": (c_double, [c_void_p]),
    "bireme_division_value_se": (c_double, [c_void_p]),
    "bireme_division_mean": (c_double, [c_void_p]),
    "bireme_division_mean_se": (c_double, [c_void_p]),
    "bireme_division_part": (POINTER(bireme_split_part), [c_void_p, c_size_t]),
    "bireme_opened_count": (c_size_t, [c_void_p]),
    "bireme_opened_get": (POINTER(bireme_opened_file), [c_void_p, c_size_t]),
    "bireme_manifest_load": (c_int, [c_char_p, c_void_p, POINTER(c_void_p), POINTER(bireme_error)]),
    "bireme_manifest_load_with": (c_int, [c_char_p, POINTER(bireme_table_options), c_void_p, POINTER(c_void_p), POINTER(bireme_error)]),
    "bireme_manifest_free": (None, [c_void_p]),
    "bireme_manifest_count": (c_size_t, [c_void_p]),
    "bireme_manifest_entry": (POINTER(bireme_batch_entry), [c_void_p, c_size_t]),
    "bireme_manifest_metrics": (POINTER(c_char_p), [c_void_p]),
    "bireme_manifest_names_metrics": (c_bool, [c_void_p]),
    "bireme_manifest_paths": (POINTER(c_char_p), [c_void_p]),
    "bireme_manifest_hash": (c_char_p, [c_void_p]),
    "bireme_batch_run": (c_int, [c_void_p, POINTER(bireme_batch_options), POINTER(bireme_error)]),
    "bireme_batch_need": (c_int, [c_void_p, POINTER(bireme_batch_options), POINTER(bireme_need), POINTER(c_size_t), POINTER(bireme_error)]),
}
