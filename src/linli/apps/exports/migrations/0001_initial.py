import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('seasons', '0004_publications'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Export',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('list_name', models.CharField(max_length=20, verbose_name='名单')),
                ('filters', models.JSONField(default=dict, verbose_name='筛选条件')),
                ('is_full', models.BooleanField(default=False, verbose_name='含完整个人信息')),
                ('reason', models.CharField(max_length=200, verbose_name='用途')),
                ('ordered_at', models.DateTimeField(verbose_name='申请时间')),
                ('status', models.CharField(choices=[('waiting', '排队中'), ('running', '正在生成'), ('ready', '已生成'), ('failed', '没有完成'), ('expired', '已过期删除')], default='waiting', max_length=8, verbose_name='状态')),
                ('total', models.PositiveIntegerField(default=0, verbose_name='应有行数')),
                ('rows', models.PositiveIntegerField(default=0, verbose_name='行数')),
                ('tries', models.PositiveSmallIntegerField(default=0, verbose_name='办理次数')),
                ('digest', models.CharField(blank=True, max_length=64, verbose_name='文件摘要（SHA-256）')),
                ('failure', models.CharField(blank=True, max_length=400, verbose_name='没有完成的原因')),
                ('finished_at', models.DateTimeField(null=True, verbose_name='生成时间')),
                ('downloaded_at', models.JSONField(default=list, verbose_name='下载时间')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='exports', to=settings.AUTH_USER_MODEL, verbose_name='导出人')),
                ('season', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='exports', to='seasons.season', verbose_name='招募季')),
            ],
            options={
                'verbose_name': '导出',
                'ordering': ('-ordered_at', '-pk'),
                'indexes': [models.Index(fields=['status', 'ordered_at'], name='exports_by_status')],
            },
        ),
    ]
