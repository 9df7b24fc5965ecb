from django.apps import AppConfig


class PlantsConfig(AppConfig):
    name = "tests.plants"
    label = "plants"
