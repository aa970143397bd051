from django.urls import path

from .views import calendars, delegating, links, notices, reminding

app_name = "reminders"
urlpatterns = [
    path("", reminding.ReminderList.as_view(), name="list"),
    path("add/", reminding.AddReminder.as_view(), name="add"),
    path("<int:pk>/", reminding.ReminderPage.as_view(), name="reminder"),
    path("<int:pk>/change/", reminding.ChangeReminder.as_view(), name="change"),
    path("<int:pk>/done/", reminding.MarkDone.as_view(), name="done"),
    path("<int:pk>/not-done/", reminding.TakeBackDone.as_view(), name="not_done"),
    path("<int:pk>/trash/", reminding.TrashReminder.as_view(), name="trash"),
    path("due/<str:key>/delegate/", delegating.Delegate.as_view(), name="delegate"),
    path("due/<str:key>/put-off/", delegating.PutOffPage.as_view(), name="put_off"),
    path("put-off/<int:pk>/undo/", delegating.UndoPutOff.as_view(), name="undo_put_off"),
    path("delegated/<int:pk>/", delegating.DelegationPage.as_view(), name="delegation"),
    path("delegated/<int:pk>/reply/", delegating.Reply.as_view(), name="reply"),
    path("delegated/<int:pk>/hand-back/", delegating.HandBack.as_view(), name="hand_back"),
    path("delegated/<int:pk>/reopen/", delegating.Reopen.as_view(), name="reopen"),
    path("delegated/<int:pk>/take-back/", delegating.Withdraw.as_view(), name="withdraw"),
    path("notices/", notices.NoticeList.as_view(), name="notices"),
    path("notices/<int:pk>/read/", notices.ReadNotice.as_view(), name="read"),
    path("notices/how/", notices.Choices.as_view(), name="choices"),
    path("notices/preview/", notices.Preview.as_view(), name="preview"),
    path("calendar/", calendars.CalendarPage.as_view(), name="calendar"),
    path("calendar/close/", calendars.CloseCalendar.as_view(), name="calendar_close"),
    path("calendar/<str:token>.ics", calendars.feed, name="feed"),
    path("answer/<str:token>/", links.AnswerLine.as_view(), name="answer"),
    path("unsubscribe/<str:token>/", links.Unsubscribe.as_view(), name="unsubscribe"),
]
