"""Where the console's pages are."""

from django.contrib.auth.views import LoginView, LogoutView
from django.urls import path

from worker.console import views

urlpatterns = [
    path("", views.queue, name="queue"),
    path("claims/<str:reference>", views.claim, name="claim"),
    path("claims/<str:reference>/approve", views.approve, name="approve"),
    path("aside", views.aside, name="aside"),
    path("login", LoginView.as_view(template_name="console/login.html"), name="login"),
    path("logout", LogoutView.as_view(), name="logout"),
]
