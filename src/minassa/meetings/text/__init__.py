"""The declaration's text: negotiated paragraph by paragraph, in four languages, until it is adopted, signed and published.

`rules`, `wording`, `concordance`, `authentic` and the three `to_`/`from_` modules are pure; `service` has the verbs, `reads` what is seen.
"""
