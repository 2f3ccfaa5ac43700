"""The gallery's address."""

from django.urls import path

from linli.web.design import views

app_name = "design"

urlpatterns = [
    path("", views.gallery, name="gallery"),
]
