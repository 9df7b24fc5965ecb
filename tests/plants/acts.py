from minassa.access import CONTENT_ROLES, READ, WRITE, act

PLANT_READ = act("plant.read", roles=CONTENT_ROLES, kind=READ, scope="plants:read")
PLANT_LIST = act("plant.list", roles=CONTENT_ROLES, kind=READ, audited=False)
PLANT_WRITE = act("plant.write", roles=CONTENT_ROLES, kind=WRITE)
PLANT_EXPORT = act("plant.export", roles=CONTENT_ROLES, kind=READ, forwards=True, step_up=True)
PLANT_UPROOT = act("plant.uproot", roles=CONTENT_ROLES, kind=WRITE, two_person=True)
