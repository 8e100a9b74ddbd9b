"""The rows of the matrix for rents, plans, insurance and what subletting costs; `config.matrix` takes them in."""

from config.policies import FILE_TEAM, TEAM_MANAGE
from config.policies_course import PROCEDURE_RECORD
from config.policies_rent import PLAN_READ, RENT_COSTS, RENT_IMPORT
from config.vocabulary import Access, fills, posts, reads

RENT: dict[str, Access] = {
    "journeys:insurance_new": fills(FILE_TEAM),
    "journeys:insurance_paper": reads(FILE_TEAM),
    "journeys:insurance_withdraw": fills(FILE_TEAM),
    "journeys:plan": reads(PLAN_READ),
    "journeys:plan_association_new": fills(FILE_TEAM),
    "journeys:plan_end": fills(PROCEDURE_RECORD),
    "journeys:plan_landlord_new": fills(PROCEDURE_RECORD),
    "journeys:plan_paper": posts(FILE_TEAM),
    "journeys:plan_pay": fills(PROCEDURE_RECORD),
    "journeys:plan_payment_withdraw": fills(PROCEDURE_RECORD),
    "journeys:plan_replace": fills(PROCEDURE_RECORD),
    "journeys:plan_resumed": fills(PROCEDURE_RECORD),
    "journeys:rent_account": reads(FILE_TEAM),
    "journeys:rent_accounts": reads(TEAM_MANAGE),
    "journeys:rent_agency": fills(FILE_TEAM),
    "journeys:rent_budget": fills(TEAM_MANAGE),
    "journeys:rent_call": posts(FILE_TEAM),
    "journeys:rent_call_all": posts(TEAM_MANAGE),
    "journeys:rent_cost_new": fills(TEAM_MANAGE),
    "journeys:rent_cost_withdraw": fills(RENT_IMPORT),
    "journeys:rent_costs": reads(RENT_COSTS),
    "journeys:rent_entry": fills(FILE_TEAM),
    "journeys:rent_import": fills(RENT_IMPORT),
    "journeys:rent_import_drop": posts(RENT_IMPORT),
    "journeys:rent_import_new": fills(TEAM_MANAGE),
    "journeys:rent_import_undo": posts(RENT_IMPORT),
    "journeys:rent_import_write": posts(RENT_IMPORT),
    "journeys:rent_revise": fills(FILE_TEAM),
    "journeys:rent_statement": reads(FILE_TEAM),
    "journeys:rent_withdraw": fills(FILE_TEAM),
}
