from django.urls import path

from .views import bodies, members, safety

app_name = "people"
urlpatterns = [
    path("", bodies.BodyList.as_view(), name="bodies"),
    path("bodies/add/", bodies.AddBody.as_view(), name="add_body"),
    path("bodies/<int:pk>/", bodies.BodyPage.as_view(), name="body"),
    path("bodies/<int:pk>/change/", bodies.EditBody.as_view(), name="change_body"),
    path("posts/add/", bodies.AddPost.as_view(), name="add_post"),
    path("posts/<int:pk>/", bodies.PostPage.as_view(), name="post"),
    path("posts/<int:pk>/change/", bodies.EditPost.as_view(), name="change_post"),
    path("posts/<int:pk>/end/", bodies.EndPost.as_view(), name="end_post"),
    path("persons/", bodies.PersonList.as_view(), name="persons"),
    path("persons/add/", bodies.AddPerson.as_view(), name="add_person"),
    path("persons/<int:pk>/", bodies.PersonPage.as_view(), name="person"),
    path("persons/<int:pk>/change/", bodies.EditPerson.as_view(), name="change_person"),
    path("persons/<int:pk>/erase/", bodies.ErasePerson.as_view(), name="erase_person"),
    path("persons/<int:pk>/consent/", bodies.GiveConsent.as_view(), name="give_consent"),
    path("persons/<int:pk>/consent/<int:consent>/withdraw/", bodies.WithdrawConsent.as_view(), name="withdraw_consent"),
    path("safety/", safety.Safety.as_view(), name="safety"),
    path("safety/add/", safety.SetSafety.as_view(), name="set_safety"),
    path("safety/<int:pk>/change/", safety.ChangeSafety.as_view(), name="change_safety"),
    path("safety/<int:pk>/remove/", safety.RemoveSafety.as_view(), name="remove_safety"),
    path("themes/", bodies.ThemeList.as_view(), name="themes"),
    path("members/", members.MemberList.as_view(), name="members"),
    path("members/invite/", members.Invite.as_view(), name="invite"),
    path("members/<int:user>/roles/", members.ChangeRoles.as_view(), name="roles"),
    path("invitations/<int:pk>/withdraw/", members.WithdrawInvitation.as_view(), name="withdraw_invitation"),
    path("invitation/<str:token>/", members.AcceptInvitation.as_view(), name="accept"),
    path("settings/", members.Settings.as_view(), name="settings"),
    path("profile/", members.Profile.as_view(), name="profile"),
    path("profile/data/", members.MyData.as_view(), name="my_data"),
    path("profile/leave/<int:pk>/", members.Leave.as_view(), name="leave"),
    path("switch/", members.switch, name="switch"),
    path("as-public/", members.as_public, name="as_public"),
]
