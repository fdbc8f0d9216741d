"""What people speak of, by concept."""

NOUNS: dict[str, str] = {
    "instance": (
        "instance, instances, server, servers, vm, vms, virtual machine, virtual machines, box, "
        "boxes, machine, machines, ec2 instance, ec2 instances, ec2 server, ec2 servers, ec2s, "
        "ec2 machine, ec2 machines, ec2 box, ec2 boxes, ec2 vm, ec2 vms, nodes, compute "
        "instance, compute instances, virtual server, virtual servers, vps, linux box"
    ),
    "ec2": "ec2, compute",
    "image": (
        "ami, amis, image, images, machine image, machine images, ec2 images, amazon images, "
        "amazon machine image, amazon machine images, os images"
    ),
    "bucket": (
        "object storage, s3 storage, storage space, bucket, buckets, s3 bucket, s3 buckets, "
        "storage bucket, storage buckets, s3bucket"
    ),
    "s3": "s3",
    "object": (
        "object, objects, file, files, key, contents, content, items, document, s3 object, s3 "
        "objects, s3 file, s3 files, stuff, everything, blob, data, folder"
    ),
    "bucket_policy": (
        "policy of the bucket, policy of bucket, policy on the bucket, policy on bucket, "
        "bucket policy, bucket policies, s3 policy, s3 bucket policy, bucket's policy, access "
        "policy, resource policy, s3 bucket's policy"
    ),
    "versioning": (
        "versioning, bucket versioning, object versioning, versions, s3 versioning, version "
        "history, object versions"
    ),
    "function": (
        "lambda function, lambda functions, function, functions, lambda, lambdas, serverless "
        "function, aws lambda, cloud function"
    ),
    "serverless": "serverless",
    "code": "code, package, zip, build, bundle, artifact, artefact, zip file, source, version",
    "cluster": "cluster, clusters, ecs cluster, ecs clusters, container cluster, fargate cluster",
    "task_definition": (
        "task definition, task definitions, task def, taskdef, taskdefinition, ecs task "
        "definition, ecs task, task-definition, taskdefs, task defs, ecs task def"
    ),
    "service": (
        "service, services, svc, svcs, ecs service, ecs services, fargate service, "
        "container service, containers service"
    ),
    "task": (
        "task, tasks, replicas, replica, copies, containers, container, desired count, count, "
        "task count"
    ),
    "ecs": "ecs, fargate, elastic container service",
    "user": (
        "user, users, iam user, iam users, iam account, iam accounts, user account, user "
        "accounts, iam identity"
    ),
    "role": "role, roles, iam role, iam roles, service role, execution role",
    "policy": (
        "policy, policies, iam policy, iam policies, managed policy, managed policies, "
        "permission policy, permissions policy, permission policies, customer managed policy, "
        "customer managed policies, iam managed policies"
    ),
    "iam": "iam",
    "access_key": (
        "access key, access keys, api key, api keys, access-key, access-keys, iam access key, "
        "iam access keys, iam credentials, accesskey, access key pair, api credentials, iam "
        "keys, iam key, programmatic access, programmatic credentials, aws api keys, access "
        "credentials, programmatic access keys"
    ),
    "vpc": (
        "vpc, vpcs, virtual private cloud, virtual private clouds, virtual network, virtual "
        "networks, private network, network, networks, private cloud, private networks, vnet"
    ),
    "subnet": "subnet, subnets, subnetwork, subnetworks, sub net, sub-net, sub nets, subnetting",
    "route": (
        "route, routes, routing rule, default route, routing entry, route table entry, routing, "
        "table route, internet route"
    ),
    "security_group": (
        "security group, security groups, sg, sgs, firewall group, securitygroup, sec group, "
        "sec groups, secgroup, security-group, security-groups, security groups', firewall "
        "groups, secgroups, ec2 security group, ec2 security groups"
    ),
    "firewall": (
        "firewall, firewall rule, firewall rules, inbound rule, ingress rule, ingress, inbound, "
        "rule, rules, inbound traffic, ingress rules, inbound rules"
    ),
    "port": (
        "port, ports, access, traffic, connections, tcp, udp, ssh, http, https, rdp, postgres, "
        "postgresql, mysql, redis, mongodb, connection, ssh access, ssh port, smtp, dns, icmp, "
        "mssql, mongo, ftp, elasticsearch, mariadb, kafka, memcached, sftp, nfs, everyone"
    ),
    "key_pair": (
        "key pair, key pairs, keypair, keypairs, ssh key, ssh keys, key-pair, key-pairs, ec2 "
        "key pair, ec2 key pairs, ssh key pair, ssh key pairs, ssh keypair, ssh keypairs, ec2 "
        "key, ec2 keys, ec2 keypair, ec2 keypairs, login key, ssh-key, ssh-keys"
    ),
    "volume": (
        "volume, volumes, ebs volume, ebs volumes, disk, disks, ebs disk, hard drive, drive, "
        "ebs, block storage, ebs drive, vol"
    ),
    "unused": (
        "unused, idle, orphaned, unattached, wasted, waste, leftover, abandoned, stale, "
        "dangling, zombie, not used, not being used, isn't used, isnt used, aren't used, arent "
        "used, no longer used, not in use, forgotten, lying around, underused, don't use, dont "
        "use, left over, unneeded, nobody uses, unutilised, unutilized, nobody is using, "
        "idling, not using, aren't using, arent using, sitting around, doing nothing, no one is "
        "using, no one uses"
    ),
    "optimization": (
        "optimize, optimise, optimization, optimizations, optimisation, optimisations, "
        "recommendation, recommendations, rightsizing, rightsize, right-size, right-sizing, "
        "efficient, efficiency, improvement, improvements, tune, tuning, optimizing, "
        "optimising, right sizing, right size, suggestions, save money, cost saving, cost "
        "savings, saving tips, more efficient, cut costs, reduce costs, saving opportunities, "
        "savings, recommend, improve, optimized, optimised, streamline, oversized, "
        "over-provisioned, overprovisioned"
    ),
    "resource": "resource, resources, infrastructure, setup, assets, things, stuff",
    "repository": (
        "repository, repositories, repo, repos, git repo, git repos, github repo, github repos, "
        "github repository, github repositories, codebase, git repository, git repositories, "
        "repo's, code repo, reposit"
    ),
    "github": "github, git hub, gh",
    "collaborator": (
        "collaborator, collaborators, contributor, contributors, maintainer, access, member, "
        "team member, collab, outside collaborator"
    ),
    "issue": (
        "issue, issues, bug, bugs, ticket, tickets, bug report, bug reports, github issue, "
        "github issues"
    ),
    "pull_request": (
        "pull request, pull requests, pr, prs, pull-request, pull-requests, merge request, "
        "merge requests, pull req, pull reqs, pullrequest, mr"
    ),
    "workflow": (
        "workflow, workflows, github action, github actions, pipeline, pipelines, actions "
        "workflow, actions workflows, actions, action, ci, ci run, ci pipeline, workflow run, "
        "build, builds, ci/cd, ci workflow, github workflow, github workflows, workflow runs, "
        "actions run, ci job, release job, pipeline run"
    ),
    "settings": (
        "settings, setting, visibility, description, default branch, private, public, archived, "
        "archive, unarchive, default"
    ),
    "credentials": (
        "credentials, credential, creds, aws keys, aws key, aws credentials, keys, aws account, "
        "aws creds, aws access keys, aws access key, aws access, access keys, access key, "
        "login, credentails, aws login, sign-in, aws secret, my aws, aws api keys, aws"
    ),
    "profile": (
        "profile, profiles, aws profile, aws profiles, account profile, credential profile, "
        "credentials profile, credential profiles, named profiles, account, credentials "
        "profiles"
    ),
    "github_token": (
        "github token, github tokens, github pat, personal access token, pat, github access "
        "token, github credentials, github account, github access, github login, gh token, "
        "token, github api token, github key, github auth, access token, github personal access "
        "token, github connection"
    ),
    "stack": (
        "stack, stacks, cloudformation, cloudformation stack, cloud formation, cfn stack, cfn, "
        "cloudformation template, cfn template, sam template, cloud formation stack, infra "
        "stack, cf stack, iac"
    ),
    "website": (
        "website, static site, static website, site, web site, frontend, homepage, webpage, "
        "landing page, static, static hosting, cloudfront, spa, s3 website, web page, single "
        "page app, static page, static pages, static assets, docs site, s3 hosting"
    ),
    "app": (
        "app, application, project, api, backend, code, codebase, repository, repo, program, "
        "bot, tool, worker, web app, webapp, it, release, version, service, branch"
    ),
    "cost": (
        "bill, bills, billing, cost, costs, spend, spending, spent, charge, charges, charged, "
        "invoice, expense, expenses, budget, budgets, price, pricing, fee, fees, money, "
        "dollars, expensive, expenditure, pay, paying, paid, burn rate, burn, owe, costing"
    ),
    "outage": (
        "outage, outages, down, downtime, disruption, disruptions, unhealthy, slow, slowly, "
        "unavailable, timeout, timeouts, timing out, degraded, incident, incidents, latency, "
        "errors, error, failing, unreachable, service health, health, operational, health "
        "dashboard, 500, 503, 502, 504, 500s, 503s, throttled, throttling, not responding, "
        "hanging, laggy, flaky, problems, problem, unresponsive, connection issues, having "
        "issues, broken, acting up, failed, 5xx, service status, not working, performance "
        "issues"
    ),
    "security": (
        "security, vulnerability, vulnerabilities, audit, compliance, exposure, exposed, admin "
        "access, admin rights, permissions, permission, public buckets, mfa, misconfigured, "
        "misconfiguration, misconfigurations, security scan, security check, security audit, "
        "security review, security posture, vulnerable, insecure, risks, risk, findings, "
        "secure, security issues, security holes, security hole, security problems, hardening, "
        "overly permissive, publicly accessible, api calls, threats, weaknesses, admin "
        "privileges, world-readable, administrator access, cloudtrail, breach, compliant, too "
        "permissive"
    ),
}
"""Nouns by concept."""
