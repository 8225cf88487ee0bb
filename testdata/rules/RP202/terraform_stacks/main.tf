# Stacks that Terraform deploys: their templates are evaluated where they stand, with the parameters given here.

variable "bucket_name" {
  type = string
}

resource "aws_cloudformation_stack" "text" {
  name       = "audit"
  parameters = { Auditor = "999988887777", Count = 3 }
  # The dollar is doubled: HCL would take the name for its own.
  template_body = <<-YAML
    AWSTemplateFormatVersion: '2010-09-09'
    Parameters:
      Auditor: {Type: String}
      Count: {Type: Number}
    Resources:
      AuditRole:
        Type: AWS::IAM::Role
        Properties:
          AssumeRolePolicyDocument:
            Version: '2012-10-17'
            Statement:
              # expect: RP202 violation "999988887777"
              - {Effect: Allow, Principal: {AWS: !Sub 'arn:aws:iam::$${Auditor}:root'}, Action: 'sts:AssumeRole'}
      OwnRole:
        Type: AWS::IAM::Role
        Properties:
          AssumeRolePolicyDocument:
            Version: '2012-10-17'
            Statement:
              - {Effect: Allow, Principal: {AWS: !Ref AWS::AccountId}, Action: 'sts:AssumeRole'}
  YAML
}

resource "aws_cloudformation_stack" "file" {
  name          = "partner"
  parameters    = { Partner = "444455556666" }
  template_body = file("${path.module}/partner.yaml")
}

resource "aws_cloudformation_stack_set" "everywhere" {
  name             = "baseline"
  permission_model = "SERVICE_MANAGED"
  parameters       = { Vendor = "123456789012", Region = "eu-west-1" }
  template_body = jsonencode({
    AWSTemplateFormatVersion = "2010-09-09"
    Parameters               = { Vendor = { Type = "String" }, Region = { Type = "String" } }
    Resources = {
      VendorRole = {
        Type = "AWS::IAM::Role"
        Properties = {
          AssumeRolePolicyDocument = {
            Version = "2012-10-17"
            Statement = [{
              Effect = "Allow"
              # expect: RP202 undecided "of some accounts"
              Principal = { AWS = { Ref = "Vendor" } }
              Action    = "sts:AssumeRole"
            }]
          }
        }
      }
      OwnRole = {
        Type = "AWS::IAM::Role"
        Properties = {
          AssumeRolePolicyDocument = {
            Version = "2012-10-17"
            Statement = [{
              Effect    = "Allow"
              Principal = { AWS = { "Fn::Sub" = "arn:aws:iam::$${AWS::AccountId}:root" } }
              Action    = "sts:AssumeRole"
            }]
          }
        }
      }
    }
  })
}

resource "aws_cloudformation_stack_set_instance" "eu" {
  stack_set_name      = aws_cloudformation_stack_set.everywhere.name
  parameter_overrides = { Vendor = "111122223333" }
}

# Nothing is said of a template that is known in part.
resource "aws_cloudformation_stack" "partly" {
  name = "partly"
  template_body = jsonencode({
    Resources = {
      Bucket = { Type = "AWS::S3::Bucket", Properties = { BucketName = var.bucket_name } }
    }
  })
}
