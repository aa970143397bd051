from django.urls import path

from . import views

app_name = "cooperation"
urlpatterns = [
    path("", views.CooperationList.as_view(), name="list"),
    path("add/", views.AddCooperation.as_view(), name="add"),
    path("<int:pk>/", views.CooperationPage.as_view(), name="cooperation"),
    path("<int:pk>/change/", views.ChangeCooperation.as_view(), name="change"),
    path("<int:pk>/end/", views.EndCooperation.as_view(), name="end"),
    path("<int:pk>/trash/", views.TrashCooperation.as_view(), name="trash"),
    path("<int:pk>/parties/add/", views.AddParty.as_view(), name="add_party"),
    path("<int:pk>/parties/<int:party>/end/", views.EndParty.as_view(), name="end_party"),
]
