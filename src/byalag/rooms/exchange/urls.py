from django.urls import path

from .views import plans, tables, takeouts

app_name = "exchange"
urlpatterns = [
    path("", plans.StartImport.as_view(), name="start"),
    path("<int:pk>/", plans.Preview.as_view(), name="preview"),
    path("<int:pk>/lines/<int:line>/", plans.ChangeLine.as_view(), name="line"),
    path("<int:pk>/sections/", plans.RenameSection.as_view(), name="rename_section"),
    path("<int:pk>/undo/", plans.UndoImport.as_view(), name="undo"),
    path("<int:pk>/discard/", plans.DiscardImport.as_view(), name="discard"),
    path("plans/<int:pk>.docx", plans.PlanWord.as_view(), name="plan_word"),
    path("tables/", tables.TableList.as_view(), name="tables"),
    path("tables/<str:kind>.<str:suffix>", tables.TableFile.as_view(), name="table_file"),
    path("tables/<str:kind>/bring/", tables.BringTable.as_view(), name="bring_table"),
    path("tables/<int:pk>/", tables.TablePreview.as_view(), name="table_preview"),
    path("tables/<int:pk>/undo/", tables.UndoTable.as_view(), name="undo_table"),
    path("tables/<int:pk>/discard/", tables.DiscardTable.as_view(), name="discard_table"),
    path("takeouts/", takeouts.TakeoutList.as_view(), name="takeouts"),
    path("takeouts/all/", takeouts.TakeEverythingOut.as_view(), name="take_out"),
    path("takeouts/cooperations/<int:pk>/", takeouts.TakeCooperationOut.as_view(), name="take_out_cooperation"),
    path("takeouts/<int:pk>/", takeouts.TakeoutPage.as_view(), name="takeout"),
    path("takeouts/<int:pk>.zip", takeouts.TakeoutFile.as_view(), name="takeout_file"),
    path("takeouts/<int:pk>/throw-away/", takeouts.ThrowTakeoutAway.as_view(), name="throw_takeout_away"),
    path("takeouts/bring/", takeouts.BringTakeout.as_view(), name="bring_takeout"),
    path("takeouts/brought/<int:pk>/", takeouts.TakeInPreview.as_view(), name="take_in"),
    path("takeouts/brought/<int:pk>/discard/", takeouts.DiscardTakeIn.as_view(), name="discard_take_in"),
]
