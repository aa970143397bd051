from django.urls import path

from .views import cooperations

app_name = "cooperation"
urlpatterns = [
    path("", cooperations.CooperationList.as_view(), name="list"),
    path("add/", cooperations.AddCooperation.as_view(), name="add"),
    path("<int:pk>/", cooperations.CooperationPage.as_view(), name="cooperation"),
    path("<int:pk>/change/", cooperations.ChangeCooperation.as_view(), name="change"),
    path("<int:pk>/end/", cooperations.EndCooperation.as_view(), name="end"),
    path("<int:pk>/trash/", cooperations.TrashCooperation.as_view(), name="trash"),
    path("<int:pk>/parties/add/", cooperations.AddParty.as_view(), name="add_party"),
    path("<int:pk>/parties/<int:party>/end/", cooperations.EndParty.as_view(), name="end_party"),
]
