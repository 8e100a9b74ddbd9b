"""A statement of payments: read whatever wrote it, checked cell by cell, written as one batch, undone as one."""

import datetime as dt
import io
import uuid
import zipfile
from decimal import Decimal

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from foundation.periods import Period
from foundation.refusals import Refused
from leases.enums import RentEntryKind, RentImportState
from leases.models import RentEntry, RentImport
from leases.rules.amounts import read_amount
from leases.rules.statements import (
    Column,
    RowState,
    Target,
    check_rows,
    guess_columns,
    read_csv,
    read_day,
)
from leases.selectors.rent import balance_on
from leases.services import rent_imports as services
from leases.services.rent_jobs import KIND
from leases.services.workbooks import read_table
from records.models import Job
from records.services import jobs
from tests.days import TODAY
from tests.factories import leases as le
from tests.world import reader_of

D = dt.date
LEASE = Target(uuid.UUID(int=1), "2026-0148", Period(D(2026, 1, 1)))
COLUMNS = {Column.REFERENCE: 0, Column.DATE: 1, Column.AMOUNT: 2}
HEADER = "N° dossier;Date;Montant;Nature"


class TestReading:
    """Encodings, delimiters, sheets, and what is no table."""

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
    @pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
    def test_text_tables(self, encoding, delimiter):
        rows = [["Réf.", "Date", "Montant"], ["2026-0148", "05/11/2026", "100.00"]]
        table, why = read_table("\r\n".join(delimiter.join(row) for row in rows).encode(encoding))
        assert (table, why) == (rows, "")

    def test_a_comma_in_amounts_is_no_delimiter(self):
        table, _why = read_csv(b"Dossier;Date;Montant\n2026-0148;05/11/2026;1 100,50\n")
        assert table[1] == ["2026-0148", "05/11/2026", "1 100,50"]

    def test_a_workbook_gives_its_days_and_amounts_as_texts(self):
        table, why = read_table(workbook([["Dossier", "Date", "Montant"], ["2026-0148", D(2026, 11, 5), 100.5]]))
        assert why == ""
        assert [read_day(table[1][1]), read_amount(table[1][2])] == [D(2026, 11, 5), Decimal("100.50")]

    @pytest.mark.parametrize(
        ("cell", "amount"), [(33.333, None), (100 / 3, None), (0.1 + 0.2, "0.30"), (33.3, "33.30")]
    )
    def test_a_workbooks_third_decimal_is_never_dropped(self, cell, amount):
        table, _why = read_table(workbook([["Dossier", "Date", "Montant"], ["2026-0148", D(2026, 11, 5), cell]]))
        assert read_amount(table[1][2]) == (Decimal(amount) if amount else None)

    @pytest.mark.parametrize(
        "data",
        [
            b"",
            b"\x00\x01\x02",
            b"PK\x03\x04 no archive",
            b"Dossier;Date\n",
            b"\xff\xfe\x00",
            ("a;b\n" * 6000).encode(),
            (";".join("abcdefgh" * 5) + "\n1\n").encode(),
            b"%PDF-1.7",
        ],
    )
    def test_what_is_no_table_says_why(self, data):
        table, why = read_table(data)
        assert table == []
        assert why

    def test_an_archive_that_unpacks_without_end_is_refused_before(self):
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("xl/workbook.xml", b"0" * 41 * 1024 * 1024)
        assert read_table(buffer.getvalue())[1]
        assert read_table(b"a" * (2 * 1024 * 1024 + 1))[1]

    def test_a_workbook_of_too_many_rows_is_refused(self):
        assert "5\u00a0000" in read_table(workbook([["a", "b"]] * 5002))[1]

    def test_columns_are_recognised_by_their_titles(self):
        assert guess_columns(HEADER.split(";")) == {
            Column.REFERENCE: 0,
            Column.DATE: 1,
            Column.AMOUNT: 2,
            Column.KIND: 3,
        }
        assert guess_columns(["Montant reçu", "Réf. logement", "Date d’opération"]) == {
            Column.AMOUNT: 0,
            Column.REFERENCE: 1,
            Column.DATE: 2,
        }
        assert guess_columns(["A", "B"]) == {}

    @pytest.mark.parametrize(
        ("text", "amount"),
        [
            ("1 412,30 €", "1412.30"),
            ("1.412,30", "1412.30"),
            ("-12", "-12.00"),
            ("1e9", None),
            ("NaN", None),
            ("=1+1", None),
            ("cent", None),
            ("٣", None),
            ("1,234", None),
            ("", None),
        ],
    )
    def test_amounts(self, text, amount):
        assert read_amount(text) == (Decimal(amount) if amount else None)


class TestChecking:
    """Each wrong cell says why; what is known is left out."""

    def check(self, *rows, existing=(), columns=COLUMNS):
        table = [["Dossier", "Date", "Montant", "Nature"], *rows]
        return check_rows(
            table,
            columns,
            find=lambda reference, _on: LEASE if reference == "2026-0148" else "Inconnu.",
            existing=existing,
            default_kind=RentEntryKind.PAYMENT,
            today=TODAY,
        )

    @pytest.mark.parametrize(
        ("row", "column"),
        [
            (["2026-9999", "05/11/2026", "100"], Column.REFERENCE),
            (["", "05/11/2026", "100"], Column.REFERENCE),
            (["2026-0148", "31/02/2026", "100"], Column.DATE),
            (["2026-0148", "22/11/2026", "100"], Column.DATE),
            (["2026-0148", "05/11/2016", "100"], Column.DATE),
            (["2026-0148", "05/11/2026", "cent euros"], Column.AMOUNT),
            (["2026-0148", "05/11/2026", "-100"], Column.AMOUNT),
            (["2026-0148", "05/11/2026", "0"], Column.AMOUNT),
        ],
    )
    def test_a_wrong_cell_says_why(self, row, column):
        (one,) = self.check(row)
        assert set(one.errors) == {column}
        assert one.state == RowState.WRONG

    def test_several_wrong_cells_are_all_said(self):
        (one,) = self.check(["x", "y", "z"])
        assert set(one.errors) == {Column.REFERENCE, Column.DATE, Column.AMOUNT}

    def test_what_is_on_the_account_is_left_out_and_two_equal_lines_are_two_payments(self):
        row = ["2026-0148", "05/11/2026", "100"]
        key = (LEASE.lease_id, "PAYMENT", D(2026, 11, 5), Decimal(100))
        for existing, said in (
            ([], [(RowState.GOOD, None), (RowState.GOOD, 2)]),
            ([key], [(RowState.KNOWN, None), (RowState.GOOD, 2)]),
            ([key, key], [(RowState.KNOWN, None), (RowState.KNOWN, None)]),
        ):
            assert [(one.state, one.twin) for one in self.check(row, row, existing=existing)] == said

    def test_the_nature_is_read(self):
        columns = {**COLUMNS, Column.KIND: 3}
        rows = [["2026-0148", "05/11/2026", "100", said] for said in ("APL novembre", "virement", "", "zzz")]
        assert [one.kind for one in self.check(*rows, columns=columns)][:3] == ["BENEFIT", "PAYMENT", "PAYMENT"]
        assert self.check(rows[3], columns=columns)[0].errors.keys() == {Column.KIND}


def workbook(rows):
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer)
    sheet, day = book.add_worksheet(), book.add_format({"num_format": "dd/mm/yyyy"})
    for number, row in enumerate(rows):
        for position, cell in enumerate(row):
            if isinstance(cell, D):
                sheet.write_datetime(number, position, dt.datetime(cell.year, cell.month, cell.day), day)  # noqa: DTZ001
            else:
                sheet.write(number, position, cell)
    book.close()
    return buffer.getvalue()


@pytest.fixture
def leases(world):
    days = {"started_on": D(2026, 9, 1), "signed_on": D(2026, 9, 1)}
    made = {}
    for name, association in (("mine", world.soligone), ("colleagues", world.soligone), ("others", world.cap_habitat)):
        head = le.HeadLeaseFactory.make(
            tenant_association=association, share__dwelling__reference=f"REF-{name}", **days
        )
        made[name] = le.SubleaseFactory.make(head_lease=head, enrolment=world.enrolments[name], **days)
    return made


TEXT = f"""{HEADER}
2026-0148;05/11/2026;200,00;virement
ref-COLLEAGUES;05/11/2026;150,00;APL
2026-0148;05/11/2026;deux cents;virement
2026-0150;05/11/2026;99,00;virement
"""


def upload(text=TEXT, name="releve.csv"):
    return SimpleUploadedFile(name, text.encode())


def sent(world, text=TEXT):
    return services.read_statement(
        by=world.manager.pk,
        association=world.soligone,
        data=text.encode(),
        name="releve.csv",
        default_kind=RentEntryKind.PAYMENT,
    )


@pytest.mark.django_db
def test_a_statement_is_checked_then_written_then_undone(world, leases, client_of):
    client = client_of(world.manager)
    answer = client.post(reverse("journeys:rent_import_new"), {"file": upload(), "default_kind": "PAYMENT"})
    batch = RentImport.objects.get()
    assert answer["Location"] == reverse("journeys:rent_import", args=[batch.pk])
    page = client.get(answer["Location"]).content.decode()
    assert "2\u00a0lignes à enregistrer, 2 à corriger, 0 déjà au compte." in page
    assert "Ce montant ne se comprend pas" in page
    assert "Aucune sous-location de votre association" in page
    assert not RentEntry.objects.exists()

    client.post(reverse("journeys:rent_import_write", args=[batch.pk]))
    ids = [lease.pk for lease in leases.values()]
    owed = balance_on(ids, TODAY)
    assert [owed[pk] for pk in ids] == [Decimal(-200), Decimal(-150), Decimal(0)]
    batch.refresh_from_db()
    assert (batch.state, batch.table) == (RentImportState.WRITTEN, "[]")

    again = client.post(reverse("journeys:rent_import_write", args=[batch.pk]), follow=True)
    assert "Ce relevé est déjà enregistré." in again.text

    client.post(reverse("journeys:rent_import_undo", args=[batch.pk]))
    assert set(balance_on(ids, TODAY).values()) == {Decimal(0)}
    assert RentEntry.objects.filter(batch=batch, withdrawn_at__isnull=False).count() == 2


@pytest.mark.django_db
def test_the_same_file_and_the_same_lines_are_not_counted_twice(world, leases):
    reader = reader_of(world.manager)
    batch = sent(world)
    services.start_writing(by=world.manager.pk, batch=batch, reader=reader)
    services.write_statement(by=world.manager.pk, batch=batch, reader=reader)
    services.write_statement(by=world.manager.pk, batch=batch, reader=reader)
    assert RentEntry.objects.count() == 2
    with pytest.raises(Refused) as refused:
        sent(world)
    assert refused.value.field == "file"
    other = sent(world, TEXT.replace("99,00", "98,00"))
    with pytest.raises(Refused):
        services.start_writing(by=world.manager.pk, batch=other, reader=reader)


@pytest.mark.django_db
def test_the_columns_are_said_when_they_are_not_recognised(world, leases, client_of):
    batch = sent(world, "A;B;C\n05/11/2026;200;2026-0148\n")
    url = reverse("journeys:rent_import", args=[batch.pk])
    client = client_of(world.manager)
    assert "Colonne à indiquer" in client.get(url).content.decode()
    page = client.post(url, {"reference": "0", "date": "0", "amount": "1"}).content.decode()
    assert "deux choses" in page
    client.post(url, {"reference": "2", "date": "0", "amount": "1", "kind": ""})
    assert "1\u00a0ligne à enregistrer" in client.get(url).content.decode()


@pytest.mark.django_db
def test_a_long_statement_is_a_job_that_writes_none_twice(world, leases, client_of):
    lines = "\n".join(
        f"2026-0148;{day:02d}/{month:02d}/2026;{amount},00;virement"
        for month in (10, 11)
        for day in range(1, 21)
        for amount in range(1, 11)
    )
    batch = sent(world, f"{HEADER}\n{lines}\n")
    answer = client_of(world.manager).post(reverse("journeys:rent_import_write", args=[batch.pk]))
    job = Job.objects.get(kind=KIND)
    assert answer["Location"] == reverse("records:job", args=[job.pk])
    jobs.run(job.pk)
    job.refresh_from_db()
    assert (job.status, job.done, RentEntry.objects.count()) == ("DONE", 400, 400)
    assert client_of(world.manager).get(reverse("journeys:rent_import", args=[batch.pk])).status_code == 200


@pytest.mark.django_db
def test_a_protected_households_sublease_is_found_by_who_is_on_its_list_alone(world):
    head = le.HeadLeaseFactory.make(tenant_association=world.cap_habitat)
    le.SubleaseFactory.make(head_lease=head, enrolment=world.protected)
    batch = services.read_statement(
        by=world.other_manager.pk,
        association=world.cap_habitat,
        data=f"{HEADER}\n2026-0151;05/11/2026;10;virement\n".encode(),
        name="r.csv",
        default_kind=RentEntryKind.PAYMENT,
    )
    with pytest.raises(Refused):
        services.start_writing(by=world.other_manager.pk, batch=batch, reader=reader_of(world.other_manager))


@pytest.mark.django_db
@pytest.mark.parametrize(("who", "status"), [("lead", 403), ("other_manager", 404), ("landlord_manager", 403)])
def test_strangers(world, leases, client_of, who, status):
    batch = sent(world)
    client = client_of(world.people[who])
    assert client.get(reverse("journeys:rent_import", args=[batch.pk])).status_code == status
    assert client.post(reverse("journeys:rent_import_write", args=[batch.pk])).status_code == status
    if who == "other_manager":
        page = client.get(reverse("journeys:rent_accounts")).content.decode()
        assert "2026-0150" in page
        assert "2026-0148" not in page


@pytest.mark.django_db
def test_hostile_files_are_refused_beside_the_field(world, client_of):
    client = client_of(world.manager)
    for name, data in (
        ("a.xlsx", b"PK\x03\x04" + b"\x00" * 500),
        ("a.csv", b"\x00" * 10),
        ("a.csv", b"MZ\x90\x00\x03"),
    ):
        sent = {"file": SimpleUploadedFile(name, data), "default_kind": "BENEFIT"}
        page = client.post(reverse("journeys:rent_import_new"), sent).content.decode()
        assert "tableau lisible" in page or "aucune ligne" in page
    assert not RentImport.objects.exists()
    batch = services.read_statement(
        by=world.manager.pk,
        association=world.soligone,
        data=f"{HEADER}\n<script>alert(1)</script>;=cmd|' /C calc'!A0;@SUM(1);{{{{7*7}}}}\n".encode(),
        name="../../etc/<b>releve.csv",
        default_kind=RentEntryKind.PAYMENT,
    )
    page = client.get(reverse("journeys:rent_import", args=[batch.pk])).content.decode()
    assert "<script>alert" not in page
    assert "<b>releve" not in page


@pytest.mark.django_db
def test_the_list_calls_every_rent(world, leases, client_of):
    client = client_of(world.manager)
    assert "Le loyer est à appeler pour 2" in client.get(reverse("journeys:rent_accounts")).content.decode()
    client.post(reverse("journeys:rent_call_all"))
    assert RentEntry.objects.filter(lease=leases["mine"], kind=RentEntryKind.RENT).count() == 3
    assert not RentEntry.objects.filter(lease=leases["others"]).exists()
