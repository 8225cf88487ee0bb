# What is not known beside a literal key makes it no better.
variable "settings" { type = list(any) }

resource "aws_ecs_task_definition" "app" {
  family = "app"
  container_definitions = jsonencode([
    {
      name  = "app"
      image = "app:1"
      environment = concat([
        { name = "AWS_ACCESS_KEY_ID", value = "AKIAQ3EGRIDWYV2B5N7K" },
        # expect: RP103 violation "AWS_SECRET_ACCESS_KEY"
        { name = "AWS_SECRET_ACCESS_KEY", value = "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" },
      ], var.settings)
    },
  ])
}
