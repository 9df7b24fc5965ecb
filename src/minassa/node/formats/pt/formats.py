"""Portuguese: as Django has it, with unambiguous short dates."""

SHORT_DATE_FORMAT = "Y-m-d"
SHORT_DATETIME_FORMAT = "Y-m-d H:i"
DATE_INPUT_FORMATS = ["%Y-%m-%d", "%d/%m/%Y"]
THOUSAND_SEPARATOR = "\u202f"
NUMBER_GROUPING = 3
