"""The root of all addresses. Organisations' public addresses (/<organisation>/…) come last."""

from django.urls import include, path

urlpatterns = [
    path("", include("byalag.web.urls")),
    path("sign-in/", include("allauth.urls")),
    path("language/", include("django.conf.urls.i18n")),
    path("people/", include("byalag.rooms.people.urls")),
    path("records/", include("byalag.rooms.records.urls")),
    path("cooperation/", include("byalag.rooms.cooperation.urls")),
    path("plans/", include("byalag.rooms.promises.urls")),
    path("activities/", include("byalag.rooms.work.urls")),
    path("visits/", include("byalag.rooms.visits.urls")),
    path("surveys/", include("byalag.rooms.surveys.urls")),
    path("accounts/", include("byalag.rooms.reports.urls")),
    path("reminders/", include("byalag.rooms.reminders.urls")),
    path("import/", include("byalag.rooms.exchange.urls")),
    path("", include("byalag.web.public_urls")),
]

handler403 = "byalag.web.views.errors.forbidden"
handler404 = "byalag.web.views.errors.not_found"
handler500 = "byalag.web.views.errors.server_error"
