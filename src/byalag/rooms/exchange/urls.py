from django.urls import path

from . import views

app_name = "exchange"
urlpatterns = [
    path("", views.StartImport.as_view(), name="start"),
    path("<int:pk>/", views.Preview.as_view(), name="preview"),
    path("<int:pk>/lines/<int:line>/", views.ChangeLine.as_view(), name="line"),
    path("<int:pk>/sections/", views.RenameSection.as_view(), name="rename_section"),
    path("<int:pk>/undo/", views.UndoImport.as_view(), name="undo"),
    path("<int:pk>/discard/", views.DiscardImport.as_view(), name="discard"),
]
