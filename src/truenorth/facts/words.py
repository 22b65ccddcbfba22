"""What exports call a column, the likeliest first: the spellings by which the columns of a file are guessed."""

from __future__ import annotations

from collections.abc import Mapping

from truenorth.facts.table import Table

_DAYS = (
    "on date day datum tag fecha data date_day posting_date booking_date buchungsdatum invoice_date report_date"
    " reporting_starts stat_time_hour week week_start date_week start_date month monat"
)
_TIMES = "at timestamp event_time event_timestamp occurred_at created created_at time datetime event_date zeitpunkt"
_COMMON = {
    "id": "id row_id event_id invoice invoice_number invoice_id document_number belegnummer transaction_id entry_id"
    " ad_id",
    "on": _DAYS,
    "campaign": "campaign_id campaign utm_campaign activity_id activity program_id program email_campaign_id"
    " xyz_campaign_id kampagne kampagnen_id campagne campana project cost_object form_id id",
    "name": "campaign_name name kampagnenname activity_name program_name title campaign activity program",
    "channel": "channel kanal platform medium utm_medium network ad_network_type publisher placement",
    "person": "person person_id contact contact_id lead_id user_id visitor_id client_id subscriber recipient email"
    " e_mail email_address kontakt",
    "currency": "currency currency_code account_currency wahrung devise moneda",
    "content": "content content_id asset asset_id asset_name content_name page page_path page_id utm_content document"
    " inhalt landing_page_id",
    "team": "team used_by department abteilung cost_center",
    "product": "product product_name product_id produkt",
}
_OWN: Mapping[str, Mapping[str, str]] = {
    "spend": {
        "amount": "spend amount_spent spent total_spend cost costs media_cost net_cost total_cost cost_micros"
        " billed_charge_local_micro spend_micros cost_in_local_currency cost_in_usd ausgaben kosten betrag nettobetrag"
        " gasto importe depenses montant net_amount amount",
        "category": "category cost_type cost_category expense_type kostenart gl_account",
    },
    "touches": {
        "at": f"{_TIMES} {_DAYS}",
        "kind": "kind event event_type event_name type action activity_type touch_type interaction",
    },
    "stage_changes": {
        "kind": "kind record_type object_type",
        "record": "record record_id deal_id opportunity_id opportunity mql_id lead_id deal opp_id verkaufschance",
        "stage": "stage deal_stage stage_name sales_stage opportunity_stage lead_status status phase dealstage"
        " deal_pipeline_stage_id lifecycle_stage",
        "at": "at date_entered entered_at stage_date changed_at stage_entered timestamp last_stage_change_date",
        "amount": "amount close_value deal_value deal_amount opportunity_amount acv arr betrag auftragswert",
        "channel": "lead_source origin original_source channel source utm_source herkunft",
        "person": "person person_id contact contact_id user_id email e_mail email_address kontakt",
        "account": "account account_name account_id company company_id organisation kunde seller_id",
        "contacted": "contacted first_contact_date first_contact lead_created lead_date mql_date contact_date",
        "opened": "opened engage_date open_date opened_at createdate create_date created_date opportunity_created"
        " created_at created eroffnet",
        "won": "won won_date won_at date_won gewonnen_am",
        "lost": "lost lost_date lost_at date_lost",
        "closed": "closed close_date closed_at closedate closed_date abschlussdatum",
    },
    "observations": {
        "metric": "metric metric_name metric_id kpi measure kennzahl indicator",
        "value": "value wert actual observed result valor valeur",
        "unit": "unit einheit",
        "since": f"since from valid_from period_start start {_DAYS}",
        "until": "until to valid_to period_end end_date end",
        "recorded": "recorded recorded_at as_of reported_at snapshot_date",
        "segment": "segment region geo country dimension breakdown market",
        "system": "system source_system source tool origin",
    },
    "content_use": {
        "kind": "kind use usage_type event event_name event_type action type",
        "uses": "uses count times views pageviews page_views downloads anzahl sessions",
    },
    "hours": {
        "role": "role rolle job position",
        "skill": "skill task service tatigkeit work_type",
        "hours": "hours stunden time_spent hours_worked duration_hours heures horas",
    },
    "service_load": {
        "capacity": "capacity queue desk team group service department warteschlange",
        "arrived": "arrived inflow incoming received created new tickets_created eingang",
        "handled": "handled done resolved processed tickets_solved erledigt",
        "waiting": "waiting backlog open queue_length offen ruckstand",
        "minutes": "minutes response_minutes first_response_minutes avg_response_minutes",
    },
    "journeys": {
        "path": "path journey channel_path conversion_path top_conversion_paths",
        "conversions": "conversions total_conversions converted",
        "value": "value total_conversion_value conversion_value",
        "unconverted": "unconverted total_null nulls not_converted",
    },
}


def words(table: Table, field: str) -> tuple[str, ...]:
    """What exports call a field of a table, the likeliest first."""
    return tuple((_OWN.get(table.name, {}).get(field) or _COMMON.get(field, field)).split())
