import core.ids
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="SentMessage",
            fields=[
                ("id", models.UUIDField(default=core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("message_id", models.CharField(max_length=160, unique=True)),
                ("channel", models.CharField(choices=[("mail", "mail"), ("sms", "sms")], max_length=8)),
                ("template", models.CharField(max_length=48)),
                ("recipient_key", models.CharField(max_length=64)),
                ("language", models.CharField(default="en", max_length=8)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "verbose_name": "sent message",
                "abstract": False,
                "default_manager_name": "objects",
                "indexes": [
                    models.Index(
                        condition=models.Q(("channel", "sms")), fields=["created_at"], name="sent_text_message"
                    )
                ],
            },
        ),
    ]
